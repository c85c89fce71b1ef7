using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace UserService.Tests.Fixtures;

/// <summary>
/// Validates against the JSON Schema keywords that <see cref="EventSchemas"/> uses, and against nothing else: a keyword it does not know is
/// an error, not a pass. Members that no schema names are faults too, since what we publish should be documented.
/// </summary>
internal static class SchemaCheck
{
    private static readonly string[] Annotations = ["$schema", "$id", "title", "description"];

    /// <summary>What is wrong, each with its path; empty for nothing.</summary>
    public static IReadOnlyList<string> Faults(JsonObject schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    private static void Check(JsonObject schema, JsonElement value, string path, List<string> faults)
    {
        foreach (var (keyword, rule) in schema)
        {
            var isMet = keyword switch
            {
                "type" => Types(rule!).Any(t => IsOf(t, value)),
                "const" => value.ValueKind is JsonValueKind.String && value.GetString() == rule!.GetValue<string>(),
                "format" => value.ValueKind is not JsonValueKind.String || HasFormat(rule!.GetValue<string>(), value.GetString()!),
                "pattern" => value.ValueKind is not JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule!.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)),
                "required" => value.ValueKind is JsonValueKind.Object && rule!.AsArray().All(n => value.TryGetProperty(n!.GetValue<string>(), out _)),
                "properties" => CheckMembers(rule!.AsObject(), value, path, faults),
                "items" => CheckItems(rule!.AsObject(), value, path, faults),
                _ when Annotations.Contains(keyword) => true,
                _ => throw new NotSupportedException($"The schema keyword {keyword} is not known here."),
            };
            if (!isMet)
                faults.Add($"{path} breaks {keyword} {rule!.ToJsonString()}: {value}");
        }
    }

    private static bool CheckMembers(JsonObject members, JsonElement value, string path, List<string> faults)
    {
        if (value.ValueKind is not JsonValueKind.Object)
            return true; // "type" says so
        foreach (var member in value.EnumerateObject())
        {
            if (members[member.Name] is JsonObject schema)
                Check(schema, member.Value, $"{path}.{member.Name}", faults);
            else
                faults.Add($"{path}.{member.Name} is in no schema");
        }

        return true;
    }

    private static bool CheckItems(JsonObject schema, JsonElement value, string path, List<string> faults)
    {
        if (value.ValueKind is JsonValueKind.Array)
        {
            foreach (var (i, item) in value.EnumerateArray().Index())
                Check(schema, item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), faults);
        }

        return true;
    }

    private static IEnumerable<string> Types(JsonNode rule) => rule is JsonArray many ? many.Select(t => t!.GetValue<string>()) : [rule.GetValue<string>()];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind is JsonValueKind.Number,
        "null" => value.ValueKind is JsonValueKind.Null,
        _ => throw new NotSupportedException($"The type {type} is not known here."),
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _),
        _ => throw new NotSupportedException($"The format {format} is not known here."),
    };
}
