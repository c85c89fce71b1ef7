namespace UserService.Core.Authentication.Passwords;

/// <summary>How passwords are judged and hashed; configuration section <c>Passwords</c>.</summary>
public sealed class PasswordOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Passwords";

    /// <summary>Argon2id memory in KiB. Default 19456 (19 MiB), with two passes OWASP's first choice for one lane.</summary>
    public int MemoryKibibytes { get; set; } = 19_456;

    /// <summary>Argon2id passes over the memory. Default 2.</summary>
    public int Passes { get; set; } = 2;

    /// <summary>Hashes computed at once; each takes one core and its memory. 0, the default: one per core.</summary>
    public int ConcurrentHashes { get; set; }

    /// <summary>Callers that may wait for a place. 0, the default: sixteen per concurrent hash.</summary>
    public int QueueLength { get; set; }

    /// <summary>A caller is accepted only if its hash will be ready within this time, judged by the time hashes have taken lately. Default 2 s.</summary>
    public TimeSpan FinishWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Least code points of a new password. Default 10 (NIST SP 800-63B-4: 8 beside a second factor, which unknown devices always need).</summary>
    public int MinimumLength { get; set; } = 10;

    /// <summary>Most code points of a new password. Default 256 (NIST: allow at least 64).</summary>
    public int MaximumLength { get; set; } = 256;

    /// <summary>Least zxcvbn score (0 to 4) of a new password. Default 3: more than 10^6 seconds at 10^4 guesses a second.</summary>
    public int MinimumScore { get; set; } = 3;

    /// <summary>Words that say nothing secret here, such as the bank's name; treated as personal words of every customer.</summary>
    public IList<string> ContextWords { get; } = [];

    /// <summary>A blocklist made by <c>scripts/make-blocklist.py</c> that replaces the bundled one. Default none.</summary>
    public string? BlocklistFile { get; set; }

    /// <summary>Peppers by id, base64 of at least 32 bytes. Keep an old one until no hash names it. Default none.</summary>
    public IDictionary<string, string> Peppers { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Id of the pepper new hashes use. Default none: no pepper.</summary>
    public string? CurrentPepper { get; set; }

    /// <summary>The k-anonymity range service.</summary>
    public PwnedRangeOptions RangeApi { get; } = new();

    internal int Lanes => ConcurrentHashes > 0 ? ConcurrentHashes : Environment.ProcessorCount;

    internal int Places => QueueLength > 0 ? QueueLength : Lanes * 16;
}
