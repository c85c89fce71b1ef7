using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace UserService.Core.Profiles.Countries;

/// <summary>
/// What a country's addresses and tax numbers look like. The rules are data: <c>countries.json</c> beside this file. A country that is not in it
/// accepts what any postal code or tax number could be.
/// </summary>
internal sealed class CountryRules
{
    // Longest postal code in use: 10 characters (US ZIP+4, "SW1A 1AA" and the like are shorter). Tax numbers: 4 to 20 (OECD's list of TIN formats).
    private static readonly CountryRule Anywhere = new() { PostalCode = "[A-Z0-9][A-Z0-9 -]{1,10}", TaxId = "[A-Z0-9]{4,20}" };
    private static readonly FrozenDictionary<string, CountryRules> Known = Load();
    private static readonly CountryRules Other = new("", Anywhere);

    private readonly CountryRule rule;
    private readonly Regex postalCode;
    private readonly Regex taxId;
    private readonly FrozenDictionary<string, string> states;

    private CountryRules(string country, CountryRule rule)
    {
        this.rule = rule;
        postalCode = Whole(rule.PostalCode ?? Anywhere.PostalCode!);
        taxId = Whole(rule.TaxId ?? Anywhere.TaxId!);
        states = (rule.States ?? []).SelectMany(s => new[] { (Text: s.Key, Name: s.Value), (Text: $"{country}-{s.Key}", Name: s.Value), (Text: s.Value, Name: s.Value) })
            .ToFrozenDictionary(s => s.Text, s => s.Name, StringComparer.OrdinalIgnoreCase);
    }

    public static CountryRules Of(string country) => Known.GetValueOrDefault(country, Other);

    /// <summary>A state by its name or its code (ISO 3166-2, with or without the country: <c>NG-LA</c>, <c>LA</c>), in the spelling of the list.</summary>
    public bool TryState(string? raw, out string? state)
    {
        state = raw;
        if (raw is null)
            return !rule.StateRequired;
        return states.Count == 0 || states.TryGetValue(raw, out state);
    }

    public bool TryPostalCode(string? raw, out string? code)
    {
        code = raw?.ToUpperInvariant();
        return code is null ? !rule.PostalCodeRequired : postalCode.IsMatch(code);
    }

    /// <summary>A tax number without separators, in upper case.</summary>
    public bool TryTaxId(string raw, [NotNullWhen(true)] out string? normal)
    {
        normal = string.Concat(raw.Where(c => c is not (' ' or '-' or '.' or '/'))).ToUpperInvariant();
        if (taxId.IsMatch(normal) && CheckDigits.Hold(rule.TaxIdCheck, normal))
            return true;
        normal = null;
        return false;
    }

    private static Regex Whole(string pattern) => new($"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static FrozenDictionary<string, CountryRules> Load()
    {
        using var data = typeof(CountryRules).Assembly.GetManifestResourceStream("UserService.Core.Profiles.Countries.countries.json")!;
        return JsonSerializer.Deserialize(data, CountryJson.Default.DictionaryStringCountryRule)!
            .ToFrozenDictionary(c => c.Key, c => new CountryRules(c.Key, c.Value), StringComparer.Ordinal);
    }
}

/// <summary>One entry of <c>countries.json</c>.</summary>
internal sealed record CountryRule
{
    /// <summary>A regular expression over the whole code in upper case.</summary>
    public string? PostalCode { get; init; }

    public bool PostalCodeRequired { get; init; }

    /// <summary>Code (ISO 3166-2, without the country) and name; none means that any text will do.</summary>
    public Dictionary<string, string>? States { get; init; }

    public bool StateRequired { get; init; }

    /// <summary>A regular expression over the whole number in upper case without separators.</summary>
    public string? TaxId { get; init; }

    /// <summary>Its check digit: <c>luhn</c>, <c>mod11-10</c>, <c>utr</c> or <c>spi</c>.</summary>
    public string? TaxIdCheck { get; init; }

    /// <summary>Where the rule comes from.</summary>
    public string? Source { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Dictionary<string, CountryRule>))]
internal sealed partial class CountryJson : JsonSerializerContext;
