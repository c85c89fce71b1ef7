using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace UserService.Core.Authentication.Passwords;

/// <summary>Argon2id (RFC 9106) through libsodium, which takes its memory outside the managed heap.</summary>
internal sealed record Argon2idHash(int MemoryKibibytes, int Passes, string? PepperId, byte[] Salt, byte[] Hash)
{
    public const string Scheme = "argon2id";

    private const int Version = 19; // 0x13, the only one RFC 9106 defines
    private const int SaltBytes = 16; // libsodium's fixed length, RFC 9106's recommendation
    private const int HashBytes = 32;
    private const int MostMemoryKibibytes = 1024 * 1024; // a stored hash must not be able to ask for more than 1 GiB
    private const int MostPasses = 64;

    public static Argon2idHash Compute(ReadOnlySpan<byte> password, Pepper? pepper, int memoryKibibytes, int passes)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new Argon2idHash(memoryKibibytes, passes, pepper?.Id, salt, Derive(password, pepper, salt, memoryKibibytes, passes, HashBytes));
    }

    public static bool TryRead(PhcString phc, [NotNullWhen(true)] out Argon2idHash? hash)
    {
        hash = null;
        if (phc.Scheme != Scheme || phc.Version != Version || phc.Salt.Length != SaltBytes || phc.Hash.Length is < 16 or > 64
            || !phc.TryGet("m", 8, MostMemoryKibibytes, out var memory) || !phc.TryGet("t", 1, MostPasses, out var passes) || !phc.TryGet("p", 1, 1, out _))
            return false;
        string? pepperId = null;
        if (phc.Parameters.TryGetValue("keyid", out var encodedId))
        {
            if (!PhcString.TryDecode(encodedId, out var id))
                return false;
            pepperId = Encoding.ASCII.GetString(id);
        }
        hash = new Argon2idHash(memory, passes, pepperId, phc.Salt, phc.Hash);
        return true;
    }

    public bool Matches(ReadOnlySpan<byte> password, Pepper? pepper) =>
        CryptographicOperations.FixedTimeEquals(Derive(password, pepper, Salt, MemoryKibibytes, Passes, Hash.Length), Hash);

    public string Encode()
    {
        var keyId = PepperId is null ? "" : $",keyid={PhcString.Encode(Encoding.ASCII.GetBytes(PepperId))}";
        return string.Create(null, $"${Scheme}$v={Version}$m={MemoryKibibytes},t={Passes},p=1{keyId}${PhcString.Encode(Salt)}${PhcString.Encode(Hash)}");
    }

    private static byte[] Derive(ReadOnlySpan<byte> password, Pepper? pepper, byte[] salt, int memoryKibibytes, int passes, int length)
    {
        var argon2id = new Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memoryKibibytes, NumberOfPasses = passes });
        return argon2id.DeriveBytes(pepper is null ? password : pepper.Apply(password), salt, length);
    }
}
