using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Preferences.Consents;

/// <summary>What customers consent to.</summary>
public interface IConsents
{
    /// <summary>Where the customer stands on each purpose now.</summary>
    Task<IReadOnlyList<ConsentView>> ListAsync(Guid userId, CancellationToken ct);

    /// <summary>Every decision, the newest first.</summary>
    /// <param name="before">Only those older than this one.</param>
    Task<IReadOnlyList<ConsentDecision>> HistoryAsync(Guid userId, Guid? before, int limit, CancellationToken ct);

    /// <summary>Adds a decision to the ledger; the same as holds already changes nothing.</summary>
    /// <param name="version">Of the words that the customer was shown; it must be the present one.</param>
    Task<Error?> DecideAsync(Guid userId, string purpose, string version, bool granted, Actor actor, CancellationToken ct);
}

/// <summary>Where a customer stands on a purpose.</summary>
/// <param name="Version">Of the words that are shown now.</param>
/// <param name="DecidedVersion">Of the words that were decided on; null where the country's default holds.</param>
/// <param name="Outdated">The decision was on older words: ask again.</param>
public sealed record ConsentView(string Purpose, string Version, bool Granted, string? DecidedVersion, DateTimeOffset? DecidedAt, bool Outdated);

/// <summary>An entry of the ledger.</summary>
public sealed record ConsentDecision(Guid Id, string Purpose, string Version, bool Granted, DateTimeOffset DecidedAt);
