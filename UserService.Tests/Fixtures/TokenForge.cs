using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace UserService.Tests.Fixtures;

/// <summary>Makes tokens by hand, so that each part can be wrong by itself.</summary>
internal sealed class TokenForge(ECDsa key, string keyId, TimeProvider time)
{
    /// <summary>The key's id, as headers name it.</summary>
    public string KeyId => keyId;

    /// <summary>A header as the service writes it.</summary>
    public JsonObject Header() => new() { ["alg"] = "ES256", ["kid"] = keyId, ["typ"] = "at+jwt" };

    /// <summary>The claims of a service token as the service writes them.</summary>
    public JsonObject ServiceClaims(string scope) => Claims("user-service", "billing", "billing", scope);

    /// <summary>The claims of a customer's token as the service writes them.</summary>
    public JsonObject CustomerClaims(Guid userId, Guid sessionId)
    {
        var claims = Claims("banking-platform", userId.ToString(), "banking-app", "profile");
        claims["sid"] = sessionId.ToString();
        return claims;
    }

    public long SecondsFromNow(int seconds) => time.GetUtcNow().ToUnixTimeSeconds() + seconds;

    /// <summary>Signs with the service's own key.</summary>
    public string Sign(JsonObject header, JsonObject claims) => Sign(header, claims, key);

    public static string Sign(JsonObject header, JsonObject claims, ECDsa with) =>
        Join(header, claims, text => with.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> with) => Join(header, claims, with);

    /// <summary>Signs as HS256 does, with what everybody can read at jwks.json in place of a secret.</summary>
    public string SignWithPublicKey(JsonObject header, JsonObject claims) =>
        Join(header, claims, text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem()), text));

    public static string Unsigned(JsonObject header, JsonObject claims) => Join(header, claims, static _ => []);

    private JsonObject Claims(string audience, string subject, string client, string scope) => new()
    {
        ["iss"] = "https://id.bank.example",
        ["aud"] = audience,
        ["sub"] = subject,
        ["client_id"] = client,
        ["scope"] = scope,
        ["iat"] = SecondsFromNow(0),
        ["exp"] = SecondsFromNow(300),
        ["jti"] = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
    };

    private static string Join(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(header)}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
