using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using PhoneNumbers;

namespace UserService.Core.Accounts;

/// <summary>An ISO 3166-1 alpha-2 country code in upper case.</summary>
public sealed record CountryCode
{
    // libphonenumber's regions are the ISO 3166-1 codes that have a numbering plan, which is every one a customer can live in.
    private static readonly FrozenSet<string> Known = PhoneNumberUtil.GetInstance().GetSupportedRegions().ToFrozenSet(StringComparer.Ordinal);

    private CountryCode(string value) => Value = value;

    /// <summary>Two upper-case letters.</summary>
    public string Value { get; }

    public static bool TryCreate([NotNullWhen(true)] string? raw, [NotNullWhen(true)] out CountryCode? code)
    {
        var upper = raw?.Trim().ToUpperInvariant();
        code = upper is { Length: 2 } && Known.Contains(upper) ? new CountryCode(upper) : null;
        return code is not null;
    }

    public override string ToString() => Value;
}
