using System.Text.Json;
using System.Text.Json.Serialization;

namespace UserService.Core.Privacy;

/// <summary>
/// What every table holds of a customer and what becomes of it: <c>personal-data.json</c> beside this file. Export, erasure and retention follow it, and a test holds it
/// against the schema, so that a new column cannot be forgotten.
/// </summary>
internal sealed class PersonalDataMap
{
    private PersonalDataMap(IReadOnlyDictionary<string, TableRule> tables) => Tables = tables;

    /// <summary>By name, in the order in which they are erased.</summary>
    public IReadOnlyDictionary<string, TableRule> Tables { get; }

    public static PersonalDataMap Load()
    {
        using var data = typeof(PersonalDataMap).Assembly.GetManifestResourceStream("UserService.Core.Privacy.personal-data.json")!;
        return new PersonalDataMap(JsonSerializer.Deserialize(data, PersonalDataJson.Default.DictionaryStringTableRule)!);
    }
}

// Setters, not init: generated JSON code assigns every init member, and then defaults would be lost.
/// <summary>What is done with a table.</summary>
internal sealed record TableRule
{
    /// <summary>For the readable page of an export.</summary>
    public string? Title { get; set; }

    /// <summary>A condition that finds a customer's rows; <c>$1</c> is her id. None where the table holds nothing of anybody.</summary>
    public string? Owner { get; set; }

    /// <summary><c>delete</c>; <c>keep: why</c>; or an UPDATE's SET list after <c>set: </c>.</summary>
    public string Erase { get; set; } = "delete";

    /// <summary>
    /// By column: <c>show</c>; <c>reveal: profile_details.tax_id</c>, <c>revealJson: …</c> and, for what is JSON or not, <c>revealEither: …</c> (a field encrypted under the customer's
    /// key for that column); <c>withhold: why</c>.
    /// </summary>
    public Dictionary<string, string> Columns { get; set; } = [];

    /// <summary>When rows have outlived their use, if ever.</summary>
    public RetentionRule? Retention { get; set; }

    [JsonIgnore]
    public bool IsExported => Owner is not null && Columns.Values.Any(c => !c.StartsWith("withhold:", StringComparison.Ordinal));
}

/// <summary>Removes rows a while after their use has ended.</summary>
/// <param name="After">The column (or expression) whose time begins the period.</param>
/// <param name="Keep">Such as <c>30.00:00:00</c>; <c>Privacy:Retention:{table}</c> overrides it.</param>
/// <param name="Why">For the policy's readers.</param>
/// <param name="Where">A further condition; null for all rows.</param>
internal sealed record RetentionRule(string After, TimeSpan Keep, string Why, string? Where = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Dictionary<string, TableRule>))]
internal sealed partial class PersonalDataJson : JsonSerializerContext;
