using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Preferences;

/// <summary>What customers have chosen, and what holds where they have not.</summary>
public interface IPreferences
{
    /// <summary>Null where there is no such customer.</summary>
    Task<PreferencesView?> GetAsync(Guid userId, CancellationToken ct);

    /// <summary>Changes the preferences if they still are at what is <paramref name="expected"/>.</summary>
    Task<PreferencesResult> UpdateAsync(Guid userId, ExpectedRevision expected, PreferencesChange change, Actor actor, CancellationToken ct);
}

/// <summary>A customer's preferences.</summary>
/// <param name="Locale">BCP 47 tag of messages to the customer; the profile shows it too.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>.</param>
/// <param name="Marketing">Whether the customer consents to offers: what the newest entry of the ledger says.</param>
/// <param name="Channels">Channels by topic; see <see cref="Topics"/>.</param>
/// <param name="QuietHours">When nothing but security notices is sent; none by default.</param>
/// <param name="Revision">Counts changes of these and of the profile; the ETag.</param>
public sealed record PreferencesView(
    string Locale, string TimeZone, string Theme, bool Marketing, IReadOnlyDictionary<string, IReadOnlyList<string>> Channels, QuietHours? QuietHours, int Revision);

/// <summary>The parts of preferences that a merge patch changes; what is absent stays.</summary>
public sealed record PreferencesChange
{
    public string? Locale { get; init; }

    /// <summary>Null for the country's.</summary>
    public Optional<string?> TimeZone { get; init; }

    /// <summary>Null for the theme of the system.</summary>
    public Optional<string?> Theme { get; init; }

    /// <summary>Null for what holds in the country before a decision.</summary>
    public Optional<bool?> Marketing { get; init; }

    /// <summary>May be removed with null.</summary>
    public Optional<QuietHours?> QuietHours { get; init; }

    /// <summary>Only the topics that are named change; null, of one or of all, is for <see cref="Topics.Defaults"/>.</summary>
    public Optional<IReadOnlyDictionary<string, IReadOnlyList<string>?>?> Channels { get; init; }
}

/// <summary>How changing preferences ended.</summary>
public abstract record PreferencesResult
{
    public sealed record Updated(PreferencesView Preferences) : PreferencesResult;

    public sealed record Failed(Error Error) : PreferencesResult;
}
