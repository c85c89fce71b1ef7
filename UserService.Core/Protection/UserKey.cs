using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Protection;

/// <summary>
/// One user's data key: encrypts the fields of that user and of nobody else. The user's id and the column are the associated data,
/// so that a value copied into another row or another column does not open there.
/// </summary>
internal sealed class UserKey(Guid userId, byte[] key)
{
    /// <param name="column">Where it is kept, such as <c>kyc_identities.bvn</c>: part of what must match to read it again.</param>
    public byte[] Protect(string plaintext, string column) => ProtectBytes(Encoding.UTF8.GetBytes(plaintext), column);

    public byte[] ProtectBytes(ReadOnlySpan<byte> plaintext, string column) => AesGcmEnvelope.Seal(key, plaintext, Context(column));

    /// <exception cref="CryptographicException">Not made with this user's key for this column, or changed since.</exception>
    public string Reveal(byte[] envelope, string column)
    {
        using var opener = Opener();
        return opener.Reveal(envelope, column);
    }

    /// <inheritdoc cref="Reveal"/>
    public byte[] RevealBytes(ReadOnlySpan<byte> envelope, string column)
    {
        using var opener = Opener();
        return opener.RevealBytes(envelope, column);
    }

    /// <summary>For several values at once: to set the cipher up takes longer than to open a short value.</summary>
    public EnvelopeOpener Opener() => new(this, key);

    /// <summary>
    /// A keyed digest that shows whether two values are the same and nothing else, for the audit trail: it means nothing once the user's key is destroyed.
    /// </summary>
    public byte[] Digest(string plaintext, string column) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Context("digest:" + column)), Encoding.UTF8.GetBytes(plaintext));

    /// <summary>The associated data of a value in this column.</summary>
    internal byte[] Context(string column)
    {
        var context = new byte[16 + Encoding.UTF8.GetByteCount(column)];
        userId.TryWriteBytes(context, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(column, context.AsSpan(16));
        return context;
    }
}
