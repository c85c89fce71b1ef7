using System.Text.RegularExpressions;

namespace UserService.Core.Notifications.Previews;

/// <inheritdoc cref="IMessagePreviews"/>
internal sealed partial class MessagePreviews(TimeProvider time) : IMessagePreviews
{
    private static readonly Dictionary<string, string> Samples = new(StringComparer.Ordinal)
    {
        ["firstName"] = "Ada <b>O'Neil</b>", // what a name must not do
        ["code"] = "314159",
        ["minutes"] = "10",
        ["device"] = "Ada's phone (iOS)",
        ["link"] = "https://bank.example/not-me?token=sample",
        ["factor"] = "passkey",
        ["left"] = "7",
    };

    public IReadOnlyList<TemplateView> List() =>
        [.. MessageTemplates.All.GroupBy(t => t.Template).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new TemplateView(g.Key, [.. g.Select(t => t.Language).Order(StringComparer.Ordinal)]))];

    public MessagePreview? Render(string template, string language)
    {
        if (!MessageTemplates.All.Contains((template, language)))
            return null;
        var (now, values) = (time.GetUtcNow(), new Dictionary<string, string>(Samples));

        // A value that has no sample shows its own name.
        foreach (Match name in Placeholder().Matches(MessageTemplates.TextOf(template, language)))
            values.TryAdd(name.Groups[1].Value, $"[{name.Groups[1].Value}]");
        var message = MessageTemplates.Render(
            Notification.Of(Guid.CreateVersion7(now), null, "email", template, language, [], [], null, now, now), new NotificationContent("ada@example.com", values));
        return new MessagePreview(message.Subject, message.Text, message.Html!);
    }

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex Placeholder();
}
