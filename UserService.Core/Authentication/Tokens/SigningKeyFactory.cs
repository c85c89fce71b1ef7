using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using UserService.Core.Protection;

namespace UserService.Core.Authentication.Tokens;

/// <summary>Makes signing keys and opens stored ones.</summary>
internal static class SigningKeyFactory
{
    private const string Purpose = "signing-key";
    private const int ThumbprintLength = 43; // SHA-256 as base64url

    /// <summary>Whether a text can be the id of one of our keys at all.</summary>
    public static bool IsKeyId(string text) => text.Length == ThumbprintLength && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static SigningKey Make(SystemKey system, DateTimeOffset activeFrom, DateTimeOffset now)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
        var id = Guid.CreateVersion7(now);
        var privateKey = ecdsa.ExportPkcs8PrivateKey();
        try
        {
            return SigningKey.Of(id, Thumbprint(x, y), x, y, system.Protect(privateKey, Purpose, id), activeFrom, now);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <summary>The key with its private part, ready to sign.</summary>
    public static ECDsaSecurityKey Open(SigningKey key, SystemKey system)
    {
        var privateKey = system.Unprotect(key.PrivateProtected, Purpose, key.Id);
        try
        {
            // Lives as long as the process: keys are few, and requests sign with them at any time.
            return new ECDsaSecurityKey(Import(privateKey)) { KeyId = key.KeyId };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private static ECDsa Import(byte[] privateKey)
    {
        ECDsa? ecdsa = null;
        try
        {
            ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(privateKey, out _);
            (var imported, ecdsa) = (ecdsa, null);
            return imported;
        }
        finally
        {
            ecdsa?.Dispose();
        }
    }

    // RFC 7638 §3.2: required members in lexicographic order, no white space.
    private static string Thumbprint(string x, string y) => Base64UrlEncoder.Encode(
        SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
}
