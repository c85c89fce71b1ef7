using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace UserService.Core.Accounts;

/// <summary>One part of a person's name: NFC, single spaces, 1 to 100 characters, with at least one letter and no control characters.</summary>
public sealed record PersonName
{
    /// <summary>Generous: the longest legal names on record fit, and an index entry still does too.</summary>
    public const int MaxLength = 100;

    /// <summary>What to say where <see cref="TryCreate"/> refuses.</summary>
    public const string Fault = "1 to 100 characters with at least one letter are needed; none may be <, > or a control, format or unassigned character.";

    private PersonName(string value) => Value = value;

    public string Value { get; }

    public static bool TryCreate([NotNullWhen(true)] string? raw, [NotNullWhen(true)] out PersonName? name)
    {
        name = null;
        if (string.IsNullOrWhiteSpace(raw) || raw.Length > 4 * MaxLength || !IsWellFormed(raw))
            return false;
        var value = string.Join(' ', raw.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (value.Length is 0 or > MaxLength || !value.EnumerateRunes().Any(Rune.IsLetter) || value.EnumerateRunes().Any(IsForbidden))
            return false;
        name = new PersonName(value);
        return true;
    }

    /// <summary>Personal data: never printed by accident.</summary>
    public override string ToString() => "[name]";

    private static bool IsForbidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        || rune.Value is '<' or '>';

    // Unpaired surrogates cannot be stored as UTF-8, and Normalize throws on them.
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var consumed) != OperationStatus.Done)
                return false;
            text = text[consumed..];
        }

        return true;
    }
}
