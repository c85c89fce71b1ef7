namespace UserService.Core.Kyc.Checks;

/// <summary>
/// How well two spellings of a person's name agree, 0 to 1, whatever the order, case, accents and titles. Every name that the customer gives
/// must be found; further names in the register (middle names) do no harm.
/// </summary>
internal static class NameMatch
{
    private const decimal OneSlip = 0.93m; // one letter wrong, missing, added or swapped with its neighbour
    private const decimal TwoSlips = 0.88m; // in a name of eight letters or more
    private const decimal ShortForm = 0.80m; // Ada for Adaobi
    private const decimal InitialOnly = 0.60m;
    private const int LongName = 8;

    /// <summary>Nothing above this where the register's text names a firm or two people: an account of a shop is not its owner's.</summary>
    private const decimal NotOnePerson = 0.80m;

    private static readonly HashSet<string> FirmWords = ["ltd", "limited", "plc", "ventures", "enterprise", "enterprises", "nigeria", "nig", "company", "co", "and", "stores", "joint"];

    public static decimal Score(string claimed, string recorded)
    {
        var (mine, theirs) = (NameFolding.Fold(claimed), NameFolding.Fold(recorded));
        Join(mine, theirs);
        Join(theirs, mine);
        if (mine.Count == 0 || theirs.Count == 0)
            return 0;
        var score = Combine(Pair(mine, theirs));
        return theirs.Except(mine).Any(FirmWords.Contains) ? Math.Min(score, NotOnePerson) : score;
    }

    // Half the average, half the weakest name: one stranger among the names must not be outvoted. With three names or more one may be missing.
    private static decimal Combine(List<decimal> found)
    {
        found.Sort();
        var weakest = found.Count >= 3 ? found[1] : found[0];
        return decimal.Round((found.Sum() / found.Count + weakest) / 2, 4);
    }

    private static List<decimal> Pair(List<string> mine, List<string> theirs)
    {
        var (free, found) = (new List<string>(theirs), new List<decimal>(mine.Count));

        // Longest first: an initial must not take the name that a whole name would find.
        foreach (var name in mine.OrderByDescending(n => n.Length))
        {
            var (best, at) = (0m, -1);
            for (var i = 0; i < free.Count; i++)
            {
                if (Similarity(name, free[i]) is var s && s > best)
                    (best, at) = (s, i);
            }

            found.Add(best);
            if (at >= 0)
                free.RemoveAt(at);
        }

        return found;
    }

    private static decimal Similarity(string a, string b)
    {
        if (a == b)
            return 1;
        if (a.Length == 1 || b.Length == 1)
            return a[0] == b[0] ? InitialOnly : 0;
        var shorter = Math.Min(a.Length, b.Length);
        var slips = shorter < 4 ? int.MaxValue : Slips(a, b);
        if (slips == 1)
            return OneSlip;
        if (slips == 2 && shorter >= LongName)
            return TwoSlips;
        return shorter >= 3 && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)) ? ShortForm : 0;
    }

    // "Olu Wole" and "Oluwole" are one name.
    private static void Join(List<string> parts, List<string> wholes)
    {
        for (var i = 0; i + 1 < parts.Count; i++)
        {
            if (wholes.Contains(parts[i] + parts[i + 1]))
            {
                parts[i] += parts[i + 1];
                parts.RemoveAt(i + 1);
            }
        }
    }

    // Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
    private static int Slips(string a, string b)
    {
        var width = b.Length + 1;
        var d = new int[(a.Length + 1) * width];
        for (var i = 0; i <= a.Length; i++)
            d[i * width] = i;
        for (var j = 0; j <= b.Length; j++)
            d[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i * width + j] = Math.Min(Math.Min(d[(i - 1) * width + j] + 1, d[i * width + j - 1] + 1), d[(i - 1) * width + j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i * width + j] = Math.Min(d[i * width + j], d[(i - 2) * width + j - 2] + 1);
            }
        }

        return d[a.Length * width + b.Length];
    }
}
