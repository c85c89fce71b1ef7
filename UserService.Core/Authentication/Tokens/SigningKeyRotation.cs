using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Authentication.Tokens;

/// <inheritdoc cref="IKeyRotation"/>
internal sealed class SigningKeyRotation(
    UserDbContext db, SystemKeys system, IOptions<SigningKeyOptions> options, IOptions<TokenOptions> tokens, TimeProvider time) : IKeyRotation
{
    // Any number that no other advisory lock of this database has.
    private const long LockId = 0x75_73_6B_65_79_73;

    // Two operators who type the same command mean one new key, not two.
    private static readonly TimeSpan SameIntent = TimeSpan.FromMinutes(1);

    // A retired key serves nobody; its row is kept for a while for those who look into what happened.
    private static readonly TimeSpan KeepRetired = TimeSpan.FromDays(30);

    /// <summary>Makes the first key of a new database.</summary>
    public Task EnsureAsync(CancellationToken ct) => RunAsync(static (keys, now) => keys.Count == 0 ? now : null, ct);

    public Task<KeyRotationResult> RotateIfDueAsync(CancellationToken ct) => RunAsync(WhenDue, ct);

    public Task<KeyRotationResult> PublishNextAsync(CancellationToken ct) =>
        RunAsync((keys, now) => keys.Count > 0 && keys[^1].ActiveFrom > now ? null : now + options.Value.PublishAhead, ct);

    public Task<KeyRotationResult> ReplaceAsync(CancellationToken ct) =>
        RunAsync(static (keys, now) => IsJustReplaced([.. keys.Where(k => k.ActiveFrom <= now)], now) ? null : now, ct);

    public Task<KeyWithdrawalResult> WithdrawAsync(string keyId, CancellationToken ct) => LockedAsync<KeyWithdrawalResult>(
        async (keys, now, stop) =>
        {
            if (keys.Find(k => k.KeyId == keyId) is not { } stolen)
                return new KeyWithdrawalResult.Unknown();
            stolen.Withdraw(now);
            keys.Remove(stolen);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.SigningKeyWithdrawn, subject: null, Actor.System, keyId, now));
            db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.SigningKeys, Guid.Empty));

            // Whatever came before it has its end already: one is needed in its place, unless it was itself on the way out.
            var from = stolen.ActiveFrom > now ? stolen.ActiveFrom : now;
            var successor = keys.Exists(k => k.ActiveFrom >= stolen.ActiveFrom && k.ActiveFrom <= from) ? null : await AddAsync(keys, from, now, stop);
            await db.SaveChangesAsync(stop);
            return new KeyWithdrawalResult.Withdrawn(successor is null ? null : View(successor));
        },
        ct);

    public async Task<IReadOnlyList<SigningKeyView>> ListAsync(CancellationToken ct) =>
        [.. (await PublishedAsync(time.GetUtcNow(), ct)).Select(View)];

    private static bool IsJustReplaced(IReadOnlyList<SigningKey> active, DateTimeOffset now) =>
        active is [.., _, var signing] && signing.CreatedAt > now - SameIntent;

    private DateTimeOffset? WhenDue(List<SigningKey> keys, DateTimeOffset now)
    {
        if (keys.Count == 0)
            return now;
        var (newest, ahead) = (keys[^1].ActiveFrom, options.Value.PublishAhead);
        var next = newest + options.Value.RotateEvery;
        if (newest > now || now < next - ahead)
            return null;
        return next > now + ahead ? next : now + ahead;
    }

    private Task<KeyRotationResult> RunAsync(Func<List<SigningKey>, DateTimeOffset, DateTimeOffset?> when, CancellationToken ct) => LockedAsync<KeyRotationResult>(
        async (keys, now, stop) => when(keys, now) is { } activeFrom
            ? new KeyRotationResult.Made(View(await AddAsync(keys, activeFrom, now, stop)))
            : new KeyRotationResult.NotNeeded(View(keys[^1])),
        ct);

    private Task<T> LockedAsync<T>(Func<List<SigningKey>, DateTimeOffset, CancellationToken, Task<T>> act, CancellationToken ct) =>
        db.InTransactionAsync(
            Turns.OfNumber(LockId),
            async stop =>
            {
                var now = time.GetUtcNow();
                return await act(await PublishedAsync(now, stop), now, stop);
            },
            ct);

    private async Task<SigningKey> AddAsync(List<SigningKey> keys, DateTimeOffset activeFrom, DateTimeOffset now, CancellationToken ct)
    {
        var made = SigningKeyFactory.Make(await system.GetAsync(ct), activeFrom, now);
        db.SigningKeys.Add(made);
        SigningKey[] all = [.. keys.Append(made).OrderBy(k => k.ActiveFrom)];
        foreach (var (key, successor) in all.Zip(all.Skip(1)))
            key.RetireAt(successor.ActiveFrom + Overlap);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.SigningKeyMade, subject: null, Actor.System, made.KeyId, now));
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.SigningKeys, Guid.Empty));
        await db.SaveChangesAsync(ct);
        await db.SigningKeys.Where(k => k.RetiredAt < now - KeepRetired).ExecuteDeleteAsync(ct);
        return made;
    }

    // Until the last token that the old key may have signed has run out: a host learns of a new key within a refresh of its ring.
    private TimeSpan Overlap => tokens.Value.LongestLifetime + tokens.Value.ClockSkew + KeyRing.RefreshInterval;

    private Task<List<SigningKey>> PublishedAsync(DateTimeOffset now, CancellationToken ct) =>
        db.SigningKeys.Where(k => k.RetiredAt == null || k.RetiredAt > now).OrderBy(k => k.ActiveFrom).ToListAsync(ct);

    private static SigningKeyView View(SigningKey key) => new(key.KeyId, key.ActiveFrom, key.RetiredAt);
}
