using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Org.BouncyCastle.Crypto.Generators;

namespace UserService.Core.Authentication.Passwords;

/// <summary>
/// Verifies hashes that other systems made: bcrypt (<c>$2a$ $2b$ $2y$</c>), PBKDF2 (<c>$pbkdf2-sha256$</c>, <c>$pbkdf2-sha512$</c>, passlib's
/// dialect too), scrypt (<c>$scrypt$ln=,r=,p=$</c>) and ASP.NET Core Identity version 3. A stored hash that asks for absurd work is refused:
/// it can only be a mistake or an attack on the machine.
/// </summary>
internal static partial class ForeignHashVerifier
{
    private const int MostIterations = 10_000_000; // over 16 times OWASP's 600,000 for PBKDF2-HMAC-SHA256
    private const int MostBcryptCost = 16; // 64 times the work of the usual 10
    private const long MostScryptBytes = 1L << 30;
    private const int MostScryptLanes = 16;
    private const int MostHashBytes = 128;

    private static readonly PasswordHasher<object> Identity = new();
    private static readonly object NoUser = new();

    /// <summary>Null where the text is in none of the formats, or asks for more work than any honest hash.</summary>
    public static bool? Verify(Password password, string encodedHash)
    {
        var verify = Read(encodedHash);
        if (verify is null)
            return null;
        if (verify(password.Utf8.ToArray()))
            return true;
        // The other system may not have normalised what its customer typed.
        return password.UnnormalizedUtf8 is { } typed && verify(typed);
    }

    private static Func<byte[], bool>? Read(string encodedHash)
    {
        if (Bcrypt().Match(encodedHash) is { Success: true } bcrypt)
            return int.Parse(bcrypt.Groups["cost"].ValueSpan, provider: null) is >= 4 and <= MostBcryptCost ? password => MatchesBcrypt(password, encodedHash) : null;
        if (!encodedHash.StartsWith('$'))
            return ReadIdentity(encodedHash);
        if (!PhcString.TryParse(encodedHash, out var phc) || phc.Hash.Length is < 16 or > MostHashBytes)
            return null;
        return phc.Scheme switch
        {
            "pbkdf2-sha256" => ReadPbkdf2(phc, HashAlgorithmName.SHA256),
            "pbkdf2-sha512" => ReadPbkdf2(phc, HashAlgorithmName.SHA512),
            "scrypt" => ReadScrypt(phc),
            _ => null,
        };
    }

    private static bool MatchesBcrypt(byte[] password, string encodedHash) => BCrypt.Net.BCrypt.Verify(Encoding.UTF8.GetString(password), encodedHash);

    private static Func<byte[], bool>? ReadPbkdf2(PhcString phc, HashAlgorithmName algorithm)
    {
        if (!phc.TryGet("i", 1, MostIterations, out var iterations) && !phc.TryGet(PhcString.Bare, 1, MostIterations, out iterations))
            return null;
        return password => CryptographicOperations.FixedTimeEquals(Rfc2898DeriveBytes.Pbkdf2(password, phc.Salt, iterations, algorithm, phc.Hash.Length), phc.Hash);
    }

    private static Func<byte[], bool>? ReadScrypt(PhcString phc)
    {
        if (!phc.TryGet("ln", 1, 30, out var logCost) || !phc.TryGet("r", 1, 1024, out var blockSize) || !phc.TryGet("p", 1, MostScryptLanes, out var lanes)
            || 128L * blockSize << logCost > MostScryptBytes)
            return null;
        return password => CryptographicOperations.FixedTimeEquals(SCrypt.Generate(password, phc.Salt, 1 << logCost, blockSize, lanes, phc.Hash.Length), phc.Hash);
    }

    private static Func<byte[], bool>? ReadIdentity(string encodedHash)
    {
        // 0x01, then big-endian: pseudo-random function, iterations, salt length; salt; subkey.
        const int Header = 13;
        var bytes = new byte[encodedHash.Length];
        if (!Convert.TryFromBase64String(encodedHash, bytes, out var length) || length < Header + 32 || bytes[0] != 1)
            return null;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) is 0 or > MostIterations)
            return null;
        return password => Identity.VerifyHashedPassword(NoUser, encodedHash, Encoding.UTF8.GetString(password)) != PasswordVerificationResult.Failed;
    }

    [GeneratedRegex(@"^\$2[aby]\$(?<cost>\d\d)\$[./A-Za-z0-9]{53}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Bcrypt();
}
