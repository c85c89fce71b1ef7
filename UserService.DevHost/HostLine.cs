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
            return FromJson(line);
        }

        return line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)
            ? line
            : null;
    }

    private static string? FromJson(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var level = Text(json.RootElement, "LogLevel");
            if (level is not ("Warning" or "Error" or "Critical"))
            {
                return null;
            }

            var cause = Text(json.RootElement, "Exception")?.Split('\n')[0];
            return $"{level}: {Text(json.RootElement, "Category")}: {Text(json.RootElement, "Message")}{(cause is null ? "" : $" ({cause.Trim()})")}";
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
