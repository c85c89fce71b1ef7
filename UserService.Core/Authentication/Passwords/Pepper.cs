using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace UserService.Core.Authentication.Passwords;

/// <summary>A secret that is kept outside the database, so that stolen hashes alone cannot be guessed at.</summary>
public sealed class Pepper
{
    private const int LeastBytes = 32;
    private const int MostIdLength = 16;
    private readonly byte[] _key;

    private Pepper(string id, byte[] key)
    {
        Id = id;
        _key = key;
    }

    /// <summary>Stored with each hash, so that peppers can follow one another. 1 to 16 characters.</summary>
    public string Id { get; }

    /// <summary>Refuses an id that is empty, long or not ASCII, and a key that is not base64 of at least 32 bytes.</summary>
    public static bool TryCreate(string id, string base64, [NotNullWhen(true)] out Pepper? pepper)
    {
        pepper = null;
        if (id.Length is 0 or > MostIdLength || !System.Text.Ascii.IsValid(id))
            return false;
        var key = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, key, out var length) || length < LeastBytes)
            return false;
        pepper = new Pepper(id, key[..length]);
        return true;
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => $"pepper {Id}";

    internal byte[] Apply(ReadOnlySpan<byte> password) => HMACSHA256.HashData(_key, password);
}
