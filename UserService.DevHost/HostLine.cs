using System.Text.Json;

namespace UserService.DevHost;

/// <summary>Finds warnings and errors in a host's output: JSON console logs (one object a line) or the plain console format.</summary>
internal static class HostLine
{
    /// <summary>The words to show for a line that reports a warning or worse; null for every other line.</summary>
    public static string? Warning(string line)
    {
        if (line.StartsWith('{'))
        {
            return Read(line) is { Level: "Warning" or "Error" or "Critical" } entry ? entry.Words : null;
        }

        return line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)
            ? line
            : null;
    }

    /// <summary>A line as a person reads it: the words of a JSON entry, any other line as it is.</summary>
    public static string Readable(string line) => Read(line) is { } entry ? entry.Words : line;

    private static (string Level, string Words)? Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object || Text(json.RootElement, "LogLevel") is not { } level)
            {
                return null;
            }

            var cause = Text(json.RootElement, "Exception")?.Split('\n')[0];
            return (level, $"{level}: {Text(json.RootElement, "Category")}: {Text(json.RootElement, "Message")}{(cause is null ? "" : $" ({cause.Trim()})")}");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
