using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace UserService.ServiceDefaults.ErrorReporting;

/// <summary>Finds, in free text, what must not leave: e-mail addresses, tokens, and runs of digits long enough to be a number of a person.</summary>
internal static partial class SensitiveText
{
    private const string Mark = "[redacted]";

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Mask(string? text) => text is null ? null : Digits().Replace(Token().Replace(Email().Replace(text, Mark), Mark), Mark);

    [return: NotNullIfNotNull(nameof(url))]
    public static string? WithoutQuery(string? url) => Mask(url?.Split('?', '#')[0]);

    [GeneratedRegex(@"[\w.+'-]+(@|%40)[\w-]+(\.[\w-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    /// <summary>JSON web tokens, and what follows "Bearer", "Basic", "DPoP" or "password=".</summary>
    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=\b(Bearer|Basic|DPoP)\s+)\S+|(?<=\b(password|pwd|secret|token|code)\s*=\s*)[^\s;&]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Token();

    /// <summary>Ten digits and more (an account number has 10, a BVN and a NIN 11, a phone number up to 15); not those inside an id in hexadecimal.</summary>
    [GeneratedRegex(@"(?<![\w-])\+?\d(?:[ -]?\d){9,}(?![\w-])", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
