using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using UserService.Core.Protection;

namespace UserService.Core.Accounts.Links;

/// <summary>
/// A link that works without signing in: purpose, id and end, authenticated under a key of the service. What it allows is harmless to
/// repeat (freezing) or guarded by a row of its own (undoing), so nothing is stored for the link itself.
/// </summary>
internal static class SignedLink
{
    private const int TagOffset = 24;
    private const int Size = 56;

    public static string Make(SystemKey key, string purpose, Guid id, DateTimeOffset until)
    {
        var bytes = new byte[Size];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), until.ToUnixTimeSeconds());
        key.Authenticate("link:" + purpose, bytes.AsSpan(0, TagOffset), bytes.AsSpan(TagOffset));
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(SystemKey key, string purpose, string token, DateTimeOffset now, out Guid id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[Size];
        // The Try form throws where the text is none of base64url's.
        if (token.Length > 100 || Base64Url.DecodeFromChars(token, bytes, out _, out var written) is not System.Buffers.OperationStatus.Done || written != Size)
            return false;
        Span<byte> mac = stackalloc byte[Size - TagOffset];
        key.Authenticate("link:" + purpose, bytes[..TagOffset], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[TagOffset..]) || now.ToUnixTimeSeconds() >= BinaryPrimitives.ReadInt64BigEndian(bytes[16..]))
            return false;
        id = new Guid(bytes[..16], bigEndian: true);
        return true;
    }
}
