using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace UserService.Core.Authentication.Dpop;

/// <summary>The public key a proof carries.</summary>
internal static class DpopKey
{
    private const int LeastRsaBits = 2048;
    private const int MostRsaBits = 4096; // verification time grows with the square, and anybody may send a key
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    public static bool TryRead(JsonElement header, string algorithm, [NotNullWhen(true)] out JsonWebKey? key)
    {
        key = null;
        return header.TryGetProperty("jwk", out var jwk) && TryReadKey(jwk, algorithm, out key);
    }

    /// <summary>A public key that fits the algorithm and is neither too weak nor too costly.</summary>
    public static bool TryReadKey(JsonElement jwk, string algorithm, [NotNullWhen(true)] out JsonWebKey? key)
    {
        key = null;
        if (jwk.ValueKind != JsonValueKind.Object || PrivateMembers.Any(member => jwk.TryGetProperty(member, out _)))
            return false;
        // Only the members that count: no key id, certificate chain or use that a client might have put in.
        var candidate = algorithm == SecurityAlgorithms.EcdsaSha256 ? ReadEc(jwk) : ReadRsa(jwk);
        key = candidate;
        return candidate is not null;
    }

    private static JsonWebKey? ReadEc(JsonElement jwk)
    {
        const int CoordinateBytes = 32;
        if (Read(jwk, "kty") != JsonWebAlgorithmsKeyTypes.EllipticCurve || Read(jwk, "crv") != JsonWebKeyECTypes.P256
            || Decode(Read(jwk, "x"))?.Length != CoordinateBytes || Decode(Read(jwk, "y"))?.Length != CoordinateBytes)
            return null;
        return new JsonWebKey { Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv = JsonWebKeyECTypes.P256, X = Read(jwk, "x"), Y = Read(jwk, "y") };
    }

    private static JsonWebKey? ReadRsa(JsonElement jwk)
    {
        const int MostExponentBytes = 4;
        if (Read(jwk, "kty") != JsonWebAlgorithmsKeyTypes.RSA || Decode(Read(jwk, "n")) is not { Length: > 0 } modulus
            || Decode(Read(jwk, "e")) is not { Length: > 0 and <= MostExponentBytes })
            return null;
        // Leading zeros make no key longer, and another thumbprint of the same key.
        if (modulus[0] == 0 || modulus.Length * 8 is < LeastRsaBits or > MostRsaBits)
            return null;
        return new JsonWebKey { Kty = JsonWebAlgorithmsKeyTypes.RSA, N = Read(jwk, "n"), E = Read(jwk, "e") };
    }

    private static string? Read(JsonElement jwk, string name) => jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Decode(string? text)
    {
        try
        {
            // Only the canonical spelling, so that one key has one thumbprint.
            return text is null || Base64UrlEncoder.DecodeBytes(text) is not { } bytes || Base64UrlEncoder.Encode(bytes) != text ? null : bytes;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
