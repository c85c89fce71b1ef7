using System.Globalization;
using System.Text;

namespace UserService.Core.Kyc.Checks;

/// <summary>Brings names of all spellings to one: lower case, no accents, no punctuation, no titles, one word per name.</summary>
internal static class NameFolding
{
    private static readonly HashSet<string> Titles = ["mr", "mrs", "ms", "miss", "dr", "chief", "alhaji", "alhaja", "prof", "engr", "barr"];

    // Letters that Unicode does not take apart: Hausa and Yoruba hooks among them.
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ð'] = "d", ['þ'] = "th", ['ı'] = "i",
        ['ɓ'] = "b", ['ɗ'] = "d", ['ƙ'] = "k", ['ƴ'] = "y", ['ŋ'] = "n", ['ɛ'] = "e", ['ɔ'] = "o", ['ǝ'] = "e",
    };

    public static List<string> Fold(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (Letters.TryGetValue(c, out var plain))
                text.Append(plain);
            else if (char.IsLetter(c))
                text.Append(c);
            else if (char.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol) && !IsApostrophe(c))
                text.Append(' ');
        }

        var words = text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var untitled = words.Where(w => !Titles.Contains(w)).ToList();
        return untitled.Count > 0 ? untitled : words;
    }

    // N'Diaye is one name; Adebayo-Ojo is two.
    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or 'ʼ' or '`';
}
