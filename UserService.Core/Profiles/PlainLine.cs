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

    /// <summary>What to say where <see cref="TryCreate"/> refuses.</summary>
    public static string Fault(int longest) => string.Create(CultureInfo.InvariantCulture, $"1 to {longest} characters are needed; none may be <, > or a control, format or unassigned character.");

    // Half a surrogate pair is read as the replacement character.
    private static bool IsForbidden(Rune rune) => rune == Rune.ReplacementChar || rune.Value is '<' or '>'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
