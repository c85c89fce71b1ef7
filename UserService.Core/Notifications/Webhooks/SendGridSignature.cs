using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Notifications.Webhooks;

/// <summary>SendGrid's signature of its event webhook: ECDSA P-256 over the timestamp and the bytes of the body.</summary>
internal static class SendGridSignature
{
    /// <param name="publicKey">Base64 of a DER SubjectPublicKeyInfo.</param>
    public static bool IsValid(string publicKey, ReadOnlySpan<byte> body, string signature, string timestamp)
    {
        var given = new byte[((signature.Length / 4) + 1) * 3];
        if (timestamp.Length > 20 || signature.Length > 200 || !Convert.TryFromBase64String(signature, given, out var length))
            return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. body];
        return key.VerifyData(signed, given.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
