using System.Text;
using UserService.Core.Accounts;

namespace UserService.Core.Authentication.Passwords;

/// <summary>Takes names and addresses apart and finds passwords that are made of them.</summary>
public static class PersonalWords
{
    private const int LeastLength = 3; // shorter pieces occur in everything
    private const int LeastRemainder = 6; // letters and digits that must be left without the words
    private const int MostWords = 32;

    /// <summary>What others know of a password's owner: the address, the number in each of its spellings, and the names. What is not known is left out.</summary>
    public static IReadOnlyList<string> Of(string? email, PhoneNumber? number, string? firstName, string? lastName) =>
        [.. new[] { email, firstName, lastName }.OfType<string>(), .. number?.Spellings ?? []];

    /// <summary>Lower-case pieces of letters and digits, longest first.</summary>
    internal static IReadOnlyCollection<string> Split(IEnumerable<string> texts)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var folded = Fold(text);
            var start = 0;
            for (var i = 0; i <= folded.Length; i++)
            {
                if (i < folded.Length && char.IsLetterOrDigit(folded[i]))
                    continue;
                if (i - start >= LeastLength)
                    words.Add(folded[start..i]);
                start = i + 1;
            }
        }
        return [.. words.OrderByDescending(word => word.Length).Take(MostWords)];
    }

    /// <summary>Whether hardly anything is left of the password without the words.</summary>
    internal static bool MakeUp(string password, IReadOnlyCollection<string> words)
    {
        var rest = Fold(password);
        var found = false;
        foreach (var word in words)
        {
            if (!rest.Contains(word, StringComparison.Ordinal))
                continue;
            found = true;
            rest = rest.Replace(word, " ", StringComparison.Ordinal);
        }
        return found && rest.Count(char.IsLetterOrDigit) < LeastRemainder;
    }

    private static string Fold(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
