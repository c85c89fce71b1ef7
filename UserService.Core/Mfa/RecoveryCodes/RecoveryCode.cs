using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Mfa.RecoveryCodes;

/// <summary>
/// A code a customer keeps on paper for the day the phone is gone: 80 random bits as four groups of four in Crockford's base32, which
/// has no letters that look like digits. Single use.
/// </summary>
public sealed class RecoveryCode
{
    /// <summary>Codes in one set.</summary>
    public const int PerCustomer = 10;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 16;
    private const int GroupLength = 4;
    private const int MostTyped = 64;

    private readonly string _characters;

    private RecoveryCode(string characters) => _characters = characters;

    /// <summary>A new set of <see cref="PerCustomer"/>, all different. Shown once; only hashes are stored.</summary>
    public static IReadOnlyList<RecoveryCode> GenerateSet()
    {
        var codes = new Dictionary<string, RecoveryCode>(StringComparer.Ordinal);
        while (codes.Count < PerCustomer)
        {
            var characters = RandomNumberGenerator.GetString(Alphabet, Length);
            codes.TryAdd(characters, new RecoveryCode(characters));
        }
        return [.. codes.Values];
    }

    /// <summary>Reads what a customer typed: any case, spaces and hyphens anywhere, O for 0, I and L for 1.</summary>
    public static bool TryParse(string typed, [NotNullWhen(true)] out RecoveryCode? code)
    {
        code = null;
        if (typed.Length > MostTyped)
            return false;
        var characters = new StringBuilder(Length);
        foreach (var character in typed)
        {
            if (character is '-' or ' ')
                continue;
            var normal = char.ToUpperInvariant(character) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (!Alphabet.Contains(normal, StringComparison.Ordinal))
                return false;
            characters.Append(normal);
        }
        if (characters.Length != Length)
            return false;
        code = new RecoveryCode(characters.ToString());
        return true;
    }

    /// <summary>For the customer's eyes, once: <c>7K3M-90QX-A1ZD-5RTV</c>.</summary>
    public string Reveal() => string.Join('-', _characters.Chunk(GroupLength).Select(group => new string(group)));

    /// <summary>
    /// What is stored: 32 bytes of SHA-256. A slow hash protects secrets that people choose; 80 random bits cannot be tried out, and bound to the
    /// account a table for one is of no use for another.
    /// </summary>
    public byte[] Hash(Guid account) => SHA256.HashData(Encoding.UTF8.GetBytes($"recovery-code\0{account:N}\0{_characters}"));

    /// <summary>Never the code.</summary>
    public override string ToString() => "[redacted]";
}
