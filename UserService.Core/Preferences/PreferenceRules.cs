using System.Globalization;

namespace UserService.Core.Preferences;

/// <summary>What may be chosen; REST and gRPC ask the same.</summary>
public static class PreferenceRules
{
    /// <summary>The longest tag there is room for; RFC 5646 §4.4.1 counts on 35.</summary>
    private const int LongestLocale = 35;

    /// <summary>Longer than any name of the IANA database.</summary>
    private const int LongestTimeZone = 60;

    public static readonly IReadOnlyList<string> Themes = ["system", "light", "dark"];

    /// <summary>A language that messages can be formatted for.</summary>
    /// <param name="locale">In the usual spelling, such as <c>en-NG</c>.</param>
    public static bool TryLocale(string? raw, out string? locale)
    {
        locale = null;
        if (raw is null or { Length: < 2 or > LongestLocale } || !raw.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return false;
        try
        {
            locale = CultureInfo.GetCultureInfo(raw, predefinedOnly: true).Name;
            return locale.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false; // GetCultureInfo has no Try form
        }
    }

    /// <summary>The IANA name of a time zone.</summary>
    public static bool TryTimeZone(string? raw, out string? zone)
    {
        zone = raw is { Length: > 0 and <= LongestTimeZone } && TimeZoneInfo.TryFindSystemTimeZoneById(raw, out var found) && found.HasIanaId ? raw : null;
        return zone is not null;
    }

    /// <summary>Hours and minutes, such as <c>22:00</c>.</summary>
    public static bool TryHour(string? raw, out TimeOnly hour) => TimeOnly.TryParseExact(raw, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out hour);

    /// <summary>Channels of a topic: each at most once; none silences it.</summary>
    public static bool AreChannels(IReadOnlyList<string>? channels) =>
        channels is not null && channels.All(Topics.Channels.Contains) && channels.Distinct(StringComparer.Ordinal).Count() == channels.Count;
}
