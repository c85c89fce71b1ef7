using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OtpNet;

namespace UserService.Core.Mfa.Totp;

/// <summary>The shared secret of an authenticator app: 160 bits (RFC 4226, section 4, R6). Printing it gives nothing away; store it encrypted.</summary>
public sealed class TotpSecret
{
    private const int GeneratedBytes = 20;
    private const int LeastBytes = 16; // RFC 4226's minimum, for seeds that were imported
    private const int MostBytes = 64;

    private readonly byte[] _bytes;

    private TotpSecret(byte[] bytes) => _bytes = bytes;

    /// <summary>A new one.</summary>
    public static TotpSecret Generate() => new(RandomNumberGenerator.GetBytes(GeneratedBytes));

    /// <summary>One that was stored; 16 to 64 bytes.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TotpSecret? secret)
    {
        secret = bytes.Length is >= LeastBytes and <= MostBytes ? new TotpSecret(bytes.ToArray()) : null;
        return secret is not null;
    }

    /// <summary>For encrypted storage. The caller may overwrite the copy.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>What a customer types into an app that cannot read the QR code: base32 without padding.</summary>
    public string ToBase32() => Base32Encoding.ToString(_bytes).TrimEnd('=');

    /// <summary>Never the secret.</summary>
    public override string ToString() => "[redacted]";
}
