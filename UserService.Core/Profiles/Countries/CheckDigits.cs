using System.Globalization;

namespace UserService.Core.Profiles.Countries;

/// <summary>Check digits of tax numbers.</summary>
internal static class CheckDigits
{
    public static bool Hold(string? kind, string number) => kind switch
    {
        null => true,
        "luhn" => Luhn(number),
        "mod11-10" => Mod11With10(number),
        "utr" => number.Length != 10 || UniqueTaxpayerReference(number),
        "spi" => long.Parse(number[..10], CultureInfo.InvariantCulture) % 511 == int.Parse(number[10..], CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"countries.json names an unknown check: {kind}."),
    };

    // ISO/IEC 7812-1, annex B.
    private static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1 && (digit *= 2) > 9)
                digit -= 9;
            sum += digit;
        }

        return sum % 10 == 0;
    }

    // ISO/IEC 7064, MOD 11,10: a remainder is carried from digit to digit.
    private static bool Mod11With10(string digits)
    {
        var carry = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit - '0' + carry) % 10;
            carry = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - carry) % 10 == digits[^1] - '0';
    }

    // HMRC, modulus 11 of the unique taxpayer reference: the first digit is made of the nine others. What is no reference is a national insurance number.
    private static bool UniqueTaxpayerReference(string digits)
    {
        ReadOnlySpan<int> weights = [6, 7, 8, 9, 10, 5, 4, 3, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * (digits[i + 1] - '0');
        return "21987654321"[sum % 11] == digits[0];
    }
}
