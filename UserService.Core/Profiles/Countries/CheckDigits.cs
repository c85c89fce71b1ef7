namespace UserService.Core.Profiles.Countries;

/// <summary>Check digits of tax numbers.</summary>
internal static class CheckDigits
{
    public static bool Hold(string? kind, string number) => kind switch
    {
        null => true,
        "luhn" => Luhn(number),
        "mod11-10" => Mod11With10(number),
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
}
