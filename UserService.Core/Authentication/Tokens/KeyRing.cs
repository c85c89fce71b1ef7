using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Authentication.Tokens;

/// <summary>The signing keys in force, read from PostgreSQL and refreshed every minute.</summary>
internal sealed class KeyRing(IServiceScopeFactory scopes, SystemKeys system, TimeProvider time) : IDisposable
{
    /// <summary>How old the ring may grow. A new key is published at least an hour before it signs, so a minute is soon enough.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);

    // While PostgreSQL does not answer: how long a refresh may hold callers up, and how long the next one waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim loading = new(1, 1);
    private KeySet? current;

    public ValueTask<KeySet> GetAsync(CancellationToken ct)
    {
        if (current is not { } known)
            return new(LoadAsync(ct));
        return time.GetUtcNow() < known.FreshUntil ? ValueTask.FromResult(known) : new(RefreshAsync(known, ct));
    }

    public void Dispose() => loading.Dispose();

    private async Task<KeySet> LoadAsync(CancellationToken ct)
    {
        await loading.WaitAsync(ct);
        try
        {
            return current ??= await ReadAsync(ct);
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task<KeySet> RefreshAsync(KeySet known, CancellationToken ct)
    {
        if (!await loading.WaitAsync(Patience, ct))
            return known;
        try
        {
            if (current is { } refreshed && time.GetUtcNow() < refreshed.FreshUntil)
                return refreshed;
            using var limit = new CancellationTokenSource(Patience, time);

            // Awaited by its own clock: a query whose connection is dead takes seconds to notice that it was cancelled.
            return current = await ReadAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception)
        {
            // PostgreSQL is away: the keys known so far go on, and not every caller asks again.
            return current = known with { FreshUntil = time.GetUtcNow() + Retry };
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task<KeySet> ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var key = await system.GetAsync(ct);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<UserDbContext>();
        var rows = await db.SigningKeys.AsNoTracking()
            .Where(k => k.RetiredAt == null || k.RetiredAt > now)
            .OrderBy(k => k.ActiveFrom).ToListAsync(ct);
        if (rows.Count == 0)
            throw new InvalidOperationException("The database holds no signing key: run scripts/migrate.sh first.");

        // Keys that are already open stay open: opening one again would leak the native handle of the old.
        var open = current?.Keys;
        return new KeySet(now + RefreshInterval, rows, rows.ToFrozenDictionary(
            r => r.KeyId, r => open is not null && open.TryGetValue(r.KeyId, out var known) ? known : SigningKeyFactory.Open(r, key)));
    }
}

/// <summary>Signing keys as they were at one time.</summary>
internal sealed record KeySet(DateTimeOffset FreshUntil, IReadOnlyList<SigningKey> Rows, FrozenDictionary<string, ECDsaSecurityKey> Keys)
{
    /// <summary>The newest key whose time has come.</summary>
    public ECDsaSecurityKey Signing(DateTimeOffset now) =>
        Keys[(Rows.LastOrDefault(r => r.ActiveFrom <= now && (r.RetiredAt is null || r.RetiredAt > now)) ?? Rows[0]).KeyId];
}
