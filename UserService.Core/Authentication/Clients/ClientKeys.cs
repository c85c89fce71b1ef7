using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using UserService.Core.Authentication.Dpop;

namespace UserService.Core.Authentication.Clients;

/// <summary>The public keys of a client, as they are registered and stored: only the members that count.</summary>
internal static class ClientKeys
{
    private const int MostKeys = 10;
    private const int LongestKeyId = 200;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 6 };

    /// <summary>Checks a key set and gives it in normal form.</summary>
    public static bool TryNormalize(string json, [NotNullWhen(true)] out string? normal)
    {
        normal = null;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var listed) || listed.ValueKind != JsonValueKind.Array)
                return false;
            List<JsonNode?> keys = [.. listed.EnumerateArray().Select(Normalize)];
            if (keys.Count is 0 or > MostKeys || keys.Contains(null) || keys.Select(k => (string?)k!["kid"]).Distinct(StringComparer.Ordinal).Count() != keys.Count)
                return false;
            normal = new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The keys that may have signed with an algorithm under a key id; without one the client's only key.</summary>
    public static IReadOnlyList<JsonWebKey> Find(string stored, string algorithm, string? keyId)
    {
        var keys = new JsonWebKeySet(stored).Keys;
        var type = algorithm == SecurityAlgorithms.EcdsaSha256 ? JsonWebAlgorithmsKeyTypes.EllipticCurve : JsonWebAlgorithmsKeyTypes.RSA;
        return string.IsNullOrEmpty(keyId)
            ? keys.Count == 1 && keys[0].Kty == type ? [keys[0]] : []
            : [.. keys.Where(k => k.Kty == type && k.Kid == keyId)];
    }

    private static JsonObject? Normalize(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || !jwk.TryGetProperty("kty", out var kty) || kty.ValueKind != JsonValueKind.String)
            return null;
        var isEc = kty.GetString() == JsonWebAlgorithmsKeyTypes.EllipticCurve;
        if (!DpopKey.TryReadKey(jwk, isEc ? SecurityAlgorithms.EcdsaSha256 : SecurityAlgorithms.RsaSha256, out var key))
            return null;
        var normal = isEc
            ? new JsonObject { ["kty"] = key.Kty, ["crv"] = key.Crv, ["x"] = key.X, ["y"] = key.Y }
            : new JsonObject { ["kty"] = key.Kty, ["n"] = key.N, ["e"] = key.E };
        if (!jwk.TryGetProperty("kid", out var kid))
            return normal;
        if (kid.ValueKind != JsonValueKind.String || kid.GetString() is not { Length: > 0 and <= LongestKeyId } id)
            return null;
        normal["kid"] = id;
        return normal;
    }
}
