using System.Globalization;

namespace UserService.Core.Seeding;

/// <summary>The made-up customer of a number: the same on every machine, no two alike in address or telephone number.</summary>
internal readonly record struct SeededUser(int Number)
{
    /// <summary>RFC 2606 keeps this domain from belonging to anybody.</summary>
    public const string Domain = "seed.example";

    /// <summary>Telephone numbers run out behind it: seven digits each after two prefixes of Nigerian mobile numbers.</summary>
    public const int Last = 19_999_999;

    private static readonly string[] FirstNames =
    [
        "Adaeze", "Chinedu", "Ngozi", "Emeka", "Ifeoma", "Obinna", "Amaka", "Uche", "Kelechi", "Nneka", "Tunde", "Folake", "Segun", "Yetunde", "Kunle", "Bukola",
        "Femi", "Sade", "Wale", "Ronke", "Musa", "Aisha", "Ibrahim", "Fatima", "Sani", "Hauwa", "Yusuf", "Zainab", "Umar", "Halima", "Kwame", "Ama", "Kofi", "Abena",
        "Kojo", "Esi", "Wanjiru", "Kamau", "Achieng", "Otieno", "Njeri", "Mwangi", "Thabo", "Lerato", "Sipho", "Nomsa", "Zanele", "Bongani", "Awa", "Moussa",
        "Aminata", "Ousmane", "Fatou", "Cheikh", "Mariama", "Ibrahima", "Grace", "Samuel", "Esther", "David", "Ruth", "Daniel", "Blessing", "Emmanuel",
    ];

    private static readonly string[] Syllables =
    [
        "ba", "bo", "chi", "da", "de", "do", "du", "e", "fa", "go", "ha", "i", "ja", "ka", "ke", "ko", "la", "lo", "lu", "ma", "mbe", "mu", "na", "nde", "ngo", "nu",
        "o", "ra", "ro", "sa", "se", "shi", "so", "ta", "te", "to", "tu", "wa", "we", "ya", "yi", "zo",
    ];

    public string Email => string.Create(CultureInfo.InvariantCulture, $"seed-{Number:D8}@{Domain}");

    public string PhoneNumber => string.Create(CultureInfo.InvariantCulture, $"+234{(Number < 10_000_000 ? 803 : 806)}{Number % 10_000_000:D7}");

    public string FirstName => FirstNames[(int)(Mixed % (uint)FirstNames.Length)];

    /// <summary>Three to four syllables, 42 each: partial names meet few or many, as in life.</summary>
    public string LastName
    {
        get
        {
            var rest = Mixed / (uint)FirstNames.Length;
            var text = "";
            for (var i = 0; i < 3 + (int)(Mixed % 2); i++, rest /= (uint)Syllables.Length)
                text += Syllables[(int)(rest % (uint)Syllables.Length)];
            return char.ToUpperInvariant(text[0]) + text[1..];
        }
    }

    // Neighbouring numbers get unlike names (Knuth's multiplicative hash); nothing here needs to be unforeseeable.
    private uint Mixed => unchecked((uint)Number * 2654435761u) >> 3;
}
