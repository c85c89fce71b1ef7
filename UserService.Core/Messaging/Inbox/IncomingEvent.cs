using System.Text.Json;

namespace UserService.Core.Messaging.Inbox;

/// <summary>An event of another service: CloudEvents 1.0, structured JSON.</summary>
/// <param name="Source">With <paramref name="Id"/> it names the event; a copy has the same two.</param>
/// <param name="Time">When it happened, where its sender says so.</param>
/// <param name="Data">The payload, read by the handler of its type.</param>
internal sealed record IncomingEvent(string Source, string Id, string Type, string? Subject, DateTimeOffset? Time, JsonElement Data, string? TraceParent)
{
    /// <summary>Longest attribute that is taken: what the inbox's columns hold.</summary>
    public const int MaxAttribute = 200;

    /// <summary>Null where the bytes are no CloudEvent.</summary>
    public static IncomingEvent? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "specversion") != "1.0" || !root.TryGetProperty("data", out var data))
                return null;
            return (Text(root, "source"), Text(root, "id"), Text(root, "type")) is ({ } source, { } id, { } type)
                ? new IncomingEvent(source, id, type, Text(root, "subject"), TimeOf(root), data.Clone(), Text(root, "traceparent"))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or text that is no Unicode
        }
    }

    // PostgreSQL takes no NUL in a text.
    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxAttribute } text
        && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : null;

    private static DateTimeOffset? TimeOf(JsonElement root) =>
        root.TryGetProperty("time", out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : null;
}
