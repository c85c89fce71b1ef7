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
}
