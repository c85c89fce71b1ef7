using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace UserService.Core.Profiles;

/// <summary>One line of text that people read: NFC, single spaces, no control or format characters, no markup.</summary>
public static class PlainLine
{
    public static bool TryCreate([NotNullWhen(true)] string? raw, int longest, [NotNullWhen(true)] out string? line)
    {
        line = null;
        if (string.IsNullOrWhiteSpace(raw) || raw.Length > 4 * longest || raw.EnumerateRunes().Any(IsForbidden))
            return false;
        var value = string.Join(' ', raw.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = value.Length <= longest ? value : null;
        return line is not null;
    }

    // Half a surrogate pair is read as the replacement character.
    private static bool IsForbidden(Rune rune) => rune == Rune.ReplacementChar || rune.Value is '<' or '>'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
