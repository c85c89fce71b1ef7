using System.Globalization;

namespace UserService.Core.Notifications;

/// <summary>The values that templates fill in.</summary>
internal static class NotificationValues
{
    public static IReadOnlyDictionary<string, string> Name(string firstName) => new Dictionary<string, string> { ["firstName"] = firstName };

    public static IReadOnlyDictionary<string, string> Code(string firstName, string code, TimeSpan lifetime) => new Dictionary<string, string>
    {
        ["firstName"] = firstName,
        ["code"] = code,
        ["minutes"] = ((int)lifetime.TotalMinutes).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What customers call a device: its own name, or that it has none, with its platform where that is known.</summary>
    public static string Device(string? name, string? platform, string locale)
    {
        if (!string.IsNullOrWhiteSpace(name))
            return name;
        var nameless = locale.Split('-')[0] == "fr" ? "un appareil sans nom" : "a device without a name";
        return string.IsNullOrWhiteSpace(platform) ? nameless : $"{nameless} ({platform})";
    }
}
