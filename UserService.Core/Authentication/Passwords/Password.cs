using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace UserService.Core.Authentication.Passwords;

/// <summary>
/// A password as a customer typed it, in NFKC (NIST SP 800-63B-4, 3.1.1.2), so that the same keys give the same bytes on every device.
/// Printing it gives nothing away. Its length is bounded here only against abuse; <see cref="PasswordPolicy"/> holds what a NEW password
/// must be, because a customer whose hash was imported signs in with a password that was shorter than today's minimum.
/// </summary>
public sealed class Password
{
    /// <summary>Code points a password can have at most, before any policy: four times the policy's default maximum.</summary>
    public const int HardMaximum = 1024;

    // NFKC can make one character eighteen (U+FDFA), so the raw text is bounded before it is normalised.
    private const int RawMaximum = HardMaximum * 2;

    private readonly byte[] _utf8;
    private readonly byte[]? _unnormalizedUtf8;

    private Password(string raw, string normalized, int codePoints)
    {
        _utf8 = Encoding.UTF8.GetBytes(normalized);
        _unnormalizedUtf8 = string.Equals(raw, normalized, StringComparison.Ordinal) ? null : Encoding.UTF8.GetBytes(raw);
        CodePoints = codePoints;
    }

    /// <summary>Length in Unicode code points, after normalisation.</summary>
    public int CodePoints { get; }

    internal ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>The text as typed, where it differs from its normal form: other systems hashed without normalising.</summary>
    internal byte[]? UnnormalizedUtf8 => _unnormalizedUtf8;

    /// <summary>Refuses an empty or absurdly long text, NUL and unpaired surrogates; anything else is a password.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? raw, [NotNullWhen(true)] out Password? password)
    {
        password = null;
        if (string.IsNullOrEmpty(raw) || raw.Length > RawMaximum || raw.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(raw))
            return false;

        var normalized = raw.Normalize(NormalizationForm.FormKC);
        var codePoints = CountCodePoints(normalized);
        if (codePoints is 0 or > HardMaximum)
            return false;

        password = new Password(raw, normalized, codePoints);
        return true;
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => "[redacted]";

    internal string Reveal() => Encoding.UTF8.GetString(_utf8);

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }

    private static int CountCodePoints(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
