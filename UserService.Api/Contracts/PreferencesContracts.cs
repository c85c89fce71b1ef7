using System.ComponentModel.DataAnnotations;
using System.Globalization;
using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Preferences;
using UserService.Core.Preferences.Consents;
using UserService.Core.Preferences.Inbox;

namespace UserService.Api.Contracts;

/// <summary>A customer's preferences.</summary>
/// <param name="Locale">BCP 47 tag of messages to the customer.</param>
/// <param name="TimeZone">IANA name, such as <c>Africa/Lagos</c>.</param>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>.</param>
/// <param name="Marketing">Whether the customer consents to offers.</param>
/// <param name="Topics">Channels (<c>email</c>, <c>sms</c>, <c>in_app</c>) by topic (<c>account</c>, <c>payments</c>, <c>offers</c>). Security notices are always sent.</param>
/// <param name="QuietHours">When nothing but security notices is to be sent; null for never.</param>
internal sealed record SettingsResponse(
    string Locale, string TimeZone, string Theme, bool Marketing, IReadOnlyDictionary<string, IReadOnlyList<string>> Topics, QuietHoursBody? QuietHours);

/// <summary>A span of the day in the customer's time zone; it may pass midnight.</summary>
internal sealed record QuietHoursBody
{
    /// <summary>Hours and minutes, such as <c>22:00</c>.</summary>
    [Required]
    public string? From { get; init; }

    /// <summary>Hours and minutes, such as <c>07:00</c>.</summary>
    [Required]
    public string? To { get; init; }
}

// Setters, not init: generated JSON code assigns every init member, and then nothing would be absent.
/// <summary>A merge patch (RFC 7396): what is absent stays; null brings back what holds in the customer's country where nothing was chosen. The locale cannot be removed.</summary>
internal sealed record SettingsPatch
{
    /// <summary>BCP 47 tag, such as <c>en-NG</c>; cannot be removed.</summary>
    public string? Locale
    {
        get;
        set => (field, HasLocale) = (value, true);
    }

    /// <summary>IANA name; null for the country's.</summary>
    public string? TimeZone
    {
        get;
        set => (field, HasTimeZone) = (value, true);
    }

    /// <summary><c>system</c>, <c>light</c> or <c>dark</c>; null for <c>system</c>.</summary>
    public string? Theme
    {
        get;
        set => (field, HasTheme) = (value, true);
    }

    /// <summary>Consents to offers, or withdraws it: an entry of the ledger like any other. Null for what holds in the country before a decision.</summary>
    public bool? Marketing
    {
        get;
        set => (field, HasMarketing) = (value, true);
    }

    /// <summary>Channels of the topics that are named; the others stay. An empty list silences a topic; null, of a topic or of all, is for what holds where nothing was chosen.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>?>? Topics
    {
        get;
        set => (field, HasTopics) = (value, true);
    }

    public QuietHoursBody? QuietHours
    {
        get;
        set => (field, HasQuietHours) = (value, true);
    }

    internal bool HasLocale { get; private set; }

    internal bool HasTimeZone { get; private set; }

    internal bool HasTheme { get; private set; }

    internal bool HasMarketing { get; private set; }

    internal bool HasTopics { get; private set; }

    internal bool HasQuietHours { get; private set; }
}

/// <summary>A decision on a purpose.</summary>
internal sealed record ConsentRequest
{
    /// <summary><c>marketing</c>, <c>analytics</c> or <c>data_sharing</c>.</summary>
    [Required]
    public string? Purpose { get; init; }

    /// <summary>Of the words that the customer was shown.</summary>
    [Required]
    public string? Version { get; init; }

    /// <summary><c>granted</c> or <c>withdrawn</c>.</summary>
    [Required]
    public string? Decision { get; init; }
}

/// <summary>Where the customer stands on a purpose.</summary>
/// <param name="Version">Of the words that are to be shown.</param>
/// <param name="DecidedVersion">Of the words that were decided on; null where the country's default holds.</param>
/// <param name="Outdated">The decision was on older words: ask again.</param>
internal sealed record ConsentResponse(string Purpose, string Version, bool Granted, string? DecidedVersion, DateTimeOffset? DecidedAt, bool Outdated);

/// <summary>An entry of the ledger of consents.</summary>
internal sealed record ConsentDecisionResponse(Guid Id, string Purpose, string Version, bool Granted, DateTimeOffset DecidedAt);

/// <summary>A notice in the app.</summary>
/// <param name="Kind">Which one, such as <c>password_changed</c>.</param>
internal sealed record NoticeResponse(Guid Id, string Kind, string Title, string Text, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);

/// <summary>A page of notices.</summary>
/// <param name="NextCursor">Sent as <c>cursor</c> for the next page; null on the last.</param>
/// <param name="Unread">How many are unread in all.</param>
internal sealed record NoticesResponse(IReadOnlyList<NoticeResponse> Items, string? NextCursor, int Unread);

/// <summary>How many became read.</summary>
internal sealed record MarkedReadResponse(int Read);

internal static class PreferencesContracts
{
    private static readonly Dictionary<string, IReadOnlyList<string>?> NoTopics = [];

    public static SettingsResponse ToResponse(this PreferencesView p) => new(
        p.Locale, p.TimeZone, p.Theme, p.Marketing, p.Channels, p.QuietHours is { } q ? new QuietHoursBody { From = Text(q.From), To = Text(q.To) } : null);

    public static ConsentResponse ToResponse(this ConsentView c) => new(c.Purpose, c.Version, c.Granted, c.DecidedVersion, c.DecidedAt, c.Outdated);

    public static ConsentDecisionResponse ToResponse(this ConsentDecision c) => new(c.Id, c.Purpose, c.Version, c.Granted, c.DecidedAt);

    public static NoticeResponse ToResponse(this InboxItem i) => new(i.Id, i.Kind, i.Title, i.Text, i.CreatedAt, i.ReadAt);

    public static PreferencesChange? ToChange(this SettingsPatch patch, FieldErrors errors)
    {
        foreach (var (topic, channels) in patch.Topics ?? NoTopics)
        {
            if (!Topics.Chosen.Contains(topic))
                errors.Add($"topics.{topic}", $"There are these topics: {string.Join(", ", Topics.Chosen)}.");
            else if (channels is not null && !PreferenceRules.AreChannels(channels))
                errors.Add($"topics.{topic}", $"A list of {string.Join(", ", Topics.Channels)} is needed, each at most once.");
        }

        var change = new PreferencesChange
        {
            Locale = patch.HasLocale ? errors.Parse<string>("locale", patch.Locale, PreferenceRules.TryLocale, "Not a language tag such as en-NG.") : null,
            TimeZone = Removable(patch.HasTimeZone, patch.TimeZone, raw => errors.Parse<string>("timeZone", raw, PreferenceRules.TryTimeZone, "Not the IANA name of a time zone.")),
            Theme = Removable(patch.HasTheme, patch.Theme, raw => errors.OneOf("theme", raw, PreferenceRules.Themes)),
            Marketing = patch.HasMarketing ? Optional<bool?>.Of(patch.Marketing) : default,
            QuietHours = patch.HasQuietHours ? Optional<QuietHours?>.Of(Hours(patch.QuietHours, errors)) : default,
            Channels = patch.HasTopics ? Optional<IReadOnlyDictionary<string, IReadOnlyList<string>?>?>.Of(patch.Topics) : default,
        };
        return errors.None ? change : null;
    }

    private static Optional<string?> Removable(bool isThere, string? raw, Func<string, string?> parse) =>
        isThere ? Optional<string?>.Of(raw is null ? null : parse(raw)) : default;

    private static QuietHours? Hours(QuietHoursBody? body, FieldErrors errors)
    {
        if (body is null)
            return null;
        var from = Hour("quietHours.from", body.From, errors);
        var to = Hour("quietHours.to", body.To, errors);
        if (from is not null && from == to)
            errors.Add("quietHours.to", "Not the same as from.");
        return from is { } start && to is { } end ? new QuietHours(start, end) : null;
    }

    private static TimeOnly? Hour(string path, string? text, FieldErrors errors)
    {
        if (text is null)
            errors.Add(path, "Required.");
        else if (PreferenceRules.TryHour(text, out var hour))
            return hour;
        else
            errors.Add(path, "Hours and minutes are needed, such as 22:00.");
        return null;
    }

    private static string Text(TimeOnly hour) => hour.ToString("HH:mm", CultureInfo.InvariantCulture);
}
