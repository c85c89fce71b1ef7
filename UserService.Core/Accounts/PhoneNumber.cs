using System.Diagnostics.CodeAnalysis;
using PhoneNumbers;

namespace UserService.Core.Accounts;

/// <summary>A telephone number in E.164 form (<c>+2348012345678</c>), valid in its country's numbering plan.</summary>
public sealed record PhoneNumber
{
    /// <summary>E.164: a plus sign and at most 15 digits.</summary>
    public const int MaxLength = 16;

    private PhoneNumber(string value) => Value = value;

    /// <summary>The E.164 form.</summary>
    public string Value { get; }

    /// <summary>Parses national or international notation; <paramref name="country"/> is the ISO 3166-1 alpha-2 default region.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? raw, string? country, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(raw) || raw.Length > 40)
            return false;
        var util = PhoneNumberUtil.GetInstance();
        try
        {
            var parsed = util.Parse(raw, country);
            if (!util.IsValidNumber(parsed))
                return false;
            number = new PhoneNumber(util.Format(parsed, PhoneNumberFormat.E164));
            return true;
        }
        catch (NumberParseException)
        {
            return false; // the library has no Try form
        }
    }

    /// <summary>A number that already went through <see cref="TryCreate"/>, read back from storage.</summary>
    internal static PhoneNumber FromStorage(string value) => new(value);

    /// <summary>The E.164 form and the one that is dialled at home, without its trunk prefix: what a password must not be made of.</summary>
    internal IReadOnlyList<string> Spellings
    {
        get
        {
            var util = PhoneNumberUtil.GetInstance();
            return [Value, util.GetNationalSignificantNumber(util.Parse(Value, defaultRegion: null))];
        }
    }

    /// <summary>Masked for screens and messages: <c>+234*****5678</c>.</summary>
    public string Masked => $"{Value[..4]}*****{Value[^4..]}";

    /// <summary>Personal data: never printed by accident.</summary>
    public override string ToString() => "[phone number]";
}
