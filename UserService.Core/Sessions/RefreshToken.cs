using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using UserService.Core.Protection;

namespace UserService.Core.Sessions;

/// <summary>
/// An opaque refresh token: session (16 bytes), generation (4), secret (32), tag (16), as base64url behind <c>rt_</c>.
/// The secret of the next generation follows from this one under a key of the service, so a client that missed the answer gets the same
/// successor again although only its hash is stored. The tag proves that we made it: a guess costs no database access, and only a
/// genuine old token counts as reuse.
/// </summary>
internal sealed class RefreshToken
{
    private const string Prefix = "rt_";
    private const string TagPurpose = "refresh-tag";
    private const string SuccessorPurpose = "refresh-successor";
    private const int SecretOffset = 20;
    private const int TagOffset = 52;
    private const int Size = 68;

    private readonly byte[] bytes;

    private RefreshToken(byte[] bytes) => this.bytes = bytes;

    public Guid SessionId => new(bytes.AsSpan(0, 16), bigEndian: true);

    public int Generation => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16));

    /// <summary>What is stored of it. The secret has 256 bits, so a plain hash cannot be searched.</summary>
    public byte[] Hash() => SHA256.HashData(bytes);

    /// <summary>The text that the client keeps. A secret: it goes into the answer and nowhere else.</summary>
    public string Reveal() => Prefix + Base64Url.EncodeToString(bytes);

    public static RefreshToken First(Guid sessionId, SystemKey key) => Make(sessionId, 0, RandomNumberGenerator.GetBytes(32), key);

    public RefreshToken Successor(SystemKey key)
    {
        Span<byte> secret = stackalloc byte[32];
        key.Authenticate(SuccessorPurpose, bytes, secret);
        return Make(SessionId, Generation + 1, secret, key);
    }

    /// <summary>Told by its first letters; no access token begins so.</summary>
    public static bool LooksLikeOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public static bool TryParse(string? text, SystemKey key, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        if (text is null || text.Length > 128 || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var bytes = new byte[Size];
        if (!Base64Url.IsValid(text.AsSpan(Prefix.Length)) || !Base64Url.TryDecodeFromChars(text.AsSpan(Prefix.Length), bytes, out var written) || written != Size)
            return false;
        Span<byte> mac = stackalloc byte[32];
        key.Authenticate(TagPurpose, bytes.AsSpan(0, TagOffset), mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..(Size - TagOffset)], bytes.AsSpan(TagOffset)))
            return false;
        token = new RefreshToken(bytes);
        return true;
    }

    public override string ToString() => "[refresh token]";

    private static RefreshToken Make(Guid sessionId, int generation, ReadOnlySpan<byte> secret, SystemKey key)
    {
        var bytes = new byte[Size];
        sessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), generation);
        secret.CopyTo(bytes.AsSpan(SecretOffset));
        Span<byte> mac = stackalloc byte[32];
        key.Authenticate(TagPurpose, bytes.AsSpan(0, TagOffset), mac);
        mac[..(Size - TagOffset)].CopyTo(bytes.AsSpan(TagOffset));
        return new RefreshToken(bytes);
    }
}
