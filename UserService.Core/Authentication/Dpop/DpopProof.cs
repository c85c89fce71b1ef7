using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace UserService.Core.Authentication.Dpop;

/// <summary>
/// Header and claims of a proof, read once and strictly: a name that occurs twice could mean one thing to the check and another to the signature.
/// </summary>
internal sealed record DpopProof(string? Type, string? Algorithm, JsonElement Header, string? Id, string? Method, string? Url, long? IssuedAt, string? TokenHash, string? Nonce)
{
    private const int MostCharacters = 8192; // a 4096-bit key takes 700 and its signature as much; the rest is for addresses
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    public static bool TryRead(string proof, [NotNullWhen(true)] out DpopProof? read)
    {
        read = null;
        var parts = proof.Length <= MostCharacters ? proof.Split('.') : [];
        if (parts.Length != 3 || !TryParse(parts[0], out var header) || !TryParse(parts[1], out var claims) || header.TryGetProperty("crit", out _))
            return false;
        long? issuedAt = claims.TryGetProperty("iat", out var iat) && iat.ValueKind == JsonValueKind.Number && iat.TryGetInt64(out var seconds) ? seconds : null;
        read = new DpopProof(
            Text(header, "typ"), Text(header, "alg"), header,
            Text(claims, "jti"), Text(claims, "htm"), Text(claims, "htu"), issuedAt, Text(claims, "ath"), Text(claims, "nonce"));
        return true;
    }

    private static bool TryParse(string part, out JsonElement element)
    {
        element = default;
        try
        {
            using var document = JsonDocument.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64UrlEncoder.DecodeBytes(part)), Strict);
            element = document.RootElement.Clone();
            return element.ValueKind == JsonValueKind.Object;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or ArgumentException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
