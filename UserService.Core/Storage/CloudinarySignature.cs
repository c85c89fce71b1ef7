using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Storage;

/// <summary>Cloudinary's signature: the sorted parameters as <c>k=v</c> joined by <c>&amp;</c>, followed by the secret, hashed.</summary>
internal static class CloudinarySignature
{
    private static readonly HashSet<string> Unsigned = ["file", "cloud_name", "resource_type", "api_key", "signature"];

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Cloudinary's default; accounts may be set to SHA-256, which is this service's default.")]
    public static string Compute(IEnumerable<KeyValuePair<string, string>> parameters, string secret, string algorithm)
    {
        var text = string.Join('&', parameters.Where(p => p.Value.Length > 0 && !Unsigned.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")) + secret;
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == "sha1" ? SHA1.HashData(bytes) : SHA256.HashData(bytes));
    }
}
