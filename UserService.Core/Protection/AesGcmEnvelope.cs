using System.Security.Cryptography;

namespace UserService.Core.Protection;

/// <summary>AES-256-GCM as one block of bytes: format (1), nonce (12), tag (16), ciphertext.</summary>
internal static class AesGcmEnvelope
{
    private const byte Format = 1;
    private const int NonceSize = 12; // NIST SP 800-38D: 96 bits is the size GCM is made for
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize + TagSize;

    public static AesGcm Cipher(ReadOnlySpan<byte> key) => new(key, TagSize);

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var envelope = new byte[HeaderSize + plaintext.Length];
        envelope[0] = Format;
        var nonce = envelope.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = Cipher(key);
        aes.Encrypt(nonce, plaintext, envelope.AsSpan(HeaderSize), envelope.AsSpan(1 + NonceSize, TagSize), associatedData);
        return envelope;
    }

    /// <exception cref="CryptographicException">Not made with this key and associated data, or changed since.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData)
    {
        using var aes = Cipher(key);
        return Open(aes, envelope, associatedData);
    }

    /// <inheritdoc cref="Open(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static byte[] Open(AesGcm aes, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData)
    {
        if (envelope.Length < HeaderSize || envelope[0] != Format)
            throw new CryptographicException("Not an envelope of this format.");
        var plaintext = new byte[envelope.Length - HeaderSize];
        aes.Decrypt(envelope.Slice(1, NonceSize), envelope[HeaderSize..], envelope.Slice(1 + NonceSize, TagSize), plaintext, associatedData);
        return plaintext;
    }
}
