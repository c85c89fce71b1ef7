using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Preferences.Consents;

/// <inheritdoc cref="IConsents"/>
internal sealed class ConsentLedger(UserDbContext db, IUserRepository users, UserKeys keys, TimeProvider time) : IConsents
{
    private const string Column = "consents.proof";

    private static readonly Error UnknownPurpose = new("unknown_purpose", ErrorKind.Unprocessable, "Nobody is asked to consent to that.");
    private static readonly Error Outdated = new("consent_outdated", ErrorKind.Conflict, "Those are not the present words: show the present ones and ask again.");

    public async Task<IReadOnlyList<ConsentView>> ListAsync(Guid userId, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { } user)
            return [];
        var newest = await db.Consents.AsNoTracking().Where(c => c.UserId == userId)
            .GroupBy(c => c.Purpose).Select(g => g.OrderByDescending(c => c.Id).First()).ToListAsync(ct);
        return
        [
            .. (await PurposesAsync(user.Country, ct)).Select(p => newest.Find(c => c.Purpose == p.Purpose) is { } decided
                ? new ConsentView(p.Purpose, p.Version, decided.Granted, decided.Version, decided.DecidedAt, decided.Version != p.Version)
                : new ConsentView(p.Purpose, p.Version, p.GrantedByDefault, DecidedVersion: null, DecidedAt: null, Outdated: false)),
        ];
    }

    public async Task<IReadOnlyList<ConsentDecision>> HistoryAsync(Guid userId, Guid? before, int limit, CancellationToken ct) =>
        await db.Consents.AsNoTracking().Where(c => c.UserId == userId && (before == null || c.Id < before)).OrderByDescending(c => c.Id).Take(limit)
            .Select(c => new ConsentDecision(c.Id, c.Purpose, c.Version, c.Granted, c.DecidedAt)).ToListAsync(ct);

    public async Task<Error?> DecideAsync(Guid userId, string purpose, string version, bool granted, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased } user)
            return CommonErrors.NotFound;
        if ((await PurposesAsync(user.Country, ct)).Find(p => p.Purpose == purpose) is not { } asked)
            return UnknownPurpose;
        if (asked.Version != version)
            return Outdated;
        await StageAsync(user, purpose, granted, actor, ct);
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Whether the customer consents now.</summary>
    public async Task<bool> IsGrantedAsync(User user, string purpose, CancellationToken ct) =>
        await NewestAsync(user.Id, purpose, ct) is { } decided
            ? decided.Granted
            : (await PurposesAsync(user.Country, ct)).Find(p => p.Purpose == purpose)?.GrantedByDefault ?? false;

    /// <summary>Adds a decision on the present words to the unit of work, unless it is what was decided before.</summary>
    public async Task StageAsync(User user, string purpose, bool granted, Actor actor, CancellationToken ct)
    {
        var version = (await PurposesAsync(user.Country, ct)).Single(p => p.Purpose == purpose).Version;
        if (await NewestAsync(user.Id, purpose, ct) is { } decided && decided.Granted == granted && decided.Version == version)
            return;
        var now = time.GetUtcNow();
        var proof = JsonSerializer.SerializeToUtf8Bytes(new ConsentProof(actor.Type, actor.Id, actor.Address, actor.UserAgent), ConsentJson.Default.ConsentProof);
        var key = await keys.GetAsync(user.Id, ct);
        db.Consents.Add(ConsentEntry.Decide(user.Id, purpose, version, granted, actor.SessionId, key.ProtectBytes(proof, Column), now));
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ConsentChanged, user.Id, actor, $"{purpose} {version} {(granted ? "granted" : "withdrawn")}", now));
        db.Raise(new UserConsentChanged(user.Id, purpose, version, granted), now);
    }

    /// <summary>Goes back to what holds in the country before a decision. The ledger forgets nothing: where another was made, that is an entry more.</summary>
    public async Task StageDefaultAsync(User user, string purpose, Actor actor, CancellationToken ct)
    {
        var standard = (await PurposesAsync(user.Country, ct)).Single(p => p.Purpose == purpose).GrantedByDefault;
        if (await IsGrantedAsync(user, purpose, ct) != standard)
            await StageAsync(user, purpose, standard, actor, ct);
    }

    private Task<ConsentEntry?> NewestAsync(Guid userId, string purpose, CancellationToken ct) =>
        db.Consents.AsNoTracking().Where(c => c.UserId == userId && c.Purpose == purpose).OrderByDescending(c => c.Id).FirstOrDefaultAsync(ct);

    // A country's own row goes before the one for all.
    private async Task<List<ConsentPurpose>> PurposesAsync(string country, CancellationToken ct) =>
    [
        .. (await db.ConsentPurposes.AsNoTracking().Where(p => p.Country == country || p.Country == ConsentPurpose.AnyCountry).ToListAsync(ct))
            .GroupBy(p => p.Purpose).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.MinBy(p => p.Country == ConsentPurpose.AnyCountry)!),
    ];
}

/// <summary>How a decision came in.</summary>
internal sealed record ConsentProof(string ActorType, string? ActorId, string? Address, string? UserAgent);

[JsonSerializable(typeof(ConsentProof))]
internal sealed partial class ConsentJson : JsonSerializerContext;
