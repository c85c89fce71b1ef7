using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Profiles.Countries;

namespace UserService.Core.Profiles;

/// <summary>A postal address, checked by the rules of its country.</summary>
/// <param name="Kind"><c>home</c>, <c>work</c> or <c>mailing</c>.</param>
/// <param name="State">By its name, where the country's states are known; see <see cref="CountryRules"/>.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record PostalAddress(string Kind, string Line1, string? Line2, string City, string? State, string? PostalCode, string Country)
{
    /// <summary>What <see cref="Kind"/> may be.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["home", "work", "mailing"];

    /// <summary>The longest line there is: UPU S42 templates and national formats stay well below.</summary>
    public const int LongestLine = 100;

    private const string Missing = "Required.";

    /// <summary>Checks each part and notes what is wrong with which.</summary>
    public static PostalAddress? Create(AddressParts parts, string path, FieldErrors errors)
    {
        var before = errors.Count;
        if (!Kinds.Contains(parts.Kind ?? "", StringComparer.Ordinal))
            errors.Add($"{path}.kind", $"One of {string.Join(", ", Kinds)} is needed.");
        var line1 = Line(parts.Line1, $"{path}.line1", required: true, errors);
        var line2 = Line(parts.Line2, $"{path}.line2", required: false, errors);
        var city = Line(parts.City, $"{path}.city", required: true, errors);
        if (!CountryCode.TryCreate(parts.Country, out var country))
            errors.Add($"{path}.country", "Not an ISO 3166-1 country code.");
        var state = Line(parts.State, $"{path}.state", required: false, errors);
        var postalCode = Line(parts.PostalCode, $"{path}.postalCode", required: false, errors);
        if (errors.Count > before)
            return null;
        var rules = CountryRules.Of(country!.Value);
        if (!rules.TryState(state, out var knownState))
            errors.Add($"{path}.state", state is null ? Missing : "Not a state of that country.");
        if (!rules.TryPostalCode(postalCode, out var normalCode))
            errors.Add($"{path}.postalCode", postalCode is null ? Missing : "Not a postal code of that country.");
        return errors.Count > before ? null : new PostalAddress(parts.Kind!, line1!, line2, city!, knownState, normalCode, country.Value);
    }

    /// <summary>Personal data: never printed by accident.</summary>
    public override string ToString() => "[address]";

    private static string? Line(string? raw, string path, bool required, FieldErrors errors)
    {
        if (raw is null && !required)
            return null;
        if (PlainLine.TryCreate(raw, LongestLine, out var line))
            return line;
        errors.Add(path, raw is null ? Missing : PlainLine.Fault(LongestLine));
        return null;
    }
}

/// <summary>An address as it was typed.</summary>
public sealed record AddressParts(string? Kind, string? Line1, string? Line2, string? City, string? State, string? PostalCode, string? Country)
{
    public override string ToString() => "[address]";
}
