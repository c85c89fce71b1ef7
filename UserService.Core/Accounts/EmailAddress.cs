using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace UserService.Core.Accounts;

/// <summary>An e-mail address in its normal form: NFC, lower case, the domain in its ASCII (IDNA) form; at most 254 characters (RFC 5321).</summary>
public sealed record EmailAddress
{
    /// <summary>RFC 5321 §4.5.3.1.3: a path is at most 256 octets with its angle brackets.</summary>
    public const int MaxLength = 254;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private static readonly SearchValues<char> NeverInAnAddress = SearchValues.Create(" \t\r\n\"<>(),;:\\[]\0");

    private EmailAddress(string value) => Value = value;

    /// <summary>The normal form; two spellings of one mailbox give one value.</summary>
    public string Value { get; }

    /// <summary>Parses and normalises. Display names, comments, quoted local parts and bare host names are refused.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? raw, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(raw) || raw.Length > MaxLength)
            return false;
        var trimmed = raw.Trim();
        if (trimmed.AsSpan().ContainsAny(NeverInAnAddress) || !trimmed.IsNormalized() || !MailAddress.TryCreate(trimmed, out var parsed))
            return false;
        if (parsed.User.Length > 64 || parsed.User.StartsWith('.') || parsed.User.EndsWith('.') || parsed.User.Contains("..", StringComparison.Ordinal))
            return false;
        if (!TryNormaliseDomain(parsed.Host, out var domain))
            return false;
        var value = $"{parsed.User.Normalize(NormalizationForm.FormC).ToLowerInvariant()}@{domain}";
        if (value.Length > MaxLength)
            return false;
        address = new EmailAddress(value);
        return true;
    }

    /// <summary>An address that already went through <see cref="TryCreate"/>, read back from storage.</summary>
    internal static EmailAddress FromStorage(string value) => new(value);

    /// <summary>Masked for screens and messages: <c>a***@example.com</c>.</summary>
    public string Masked => $"{Value[0]}***{Value[Value.IndexOf('@', StringComparison.Ordinal)..]}";

    /// <summary>Personal data: never printed by accident.</summary>
    public override string ToString() => "[e-mail]";

    private static bool TryNormaliseDomain(string host, [NotNullWhen(true)] out string? domain)
    {
        domain = null;
        try
        {
            var ascii = Idn.GetAscii(host).ToLowerInvariant();
            var labels = ascii.Split('.');
            if (labels.Length < 2 || labels[^1].Length < 2 || labels[^1].All(char.IsAsciiDigit))
                return false;
            domain = ascii;
            return true;
        }
        catch (ArgumentException)
        {
            return false; // not a host name: IdnMapping has no Try form
        }
    }
}
