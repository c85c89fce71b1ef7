using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace UserService.Tests.Unit.Dpop;

/// <summary>Makes proofs byte by byte, so that wrong ones can be made too.</summary>
internal sealed class ProofBuilder : IDisposable
{
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ProofBuilder(DateTimeOffset now)
    {
        var point = _ec.ExportParameters(false).Q;
        Header = new JsonObject
        {
            ["typ"] = "dpop+jwt",
            ["alg"] = "ES256",
            ["jwk"] = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y) },
        };
        Claims = new JsonObject { ["jti"] = "proof-1", ["htm"] = "POST", ["htu"] = "https://api.example.com/v1/transfers", ["iat"] = now.ToUnixTimeSeconds() };
        Sign = data => _ec.SignData(data, HashAlgorithmName.SHA256);
    }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    public JsonObject Jwk => Header["jwk"]!.AsObject();

    public Func<byte[], byte[]> Sign { get; set; }

    public ProofBuilder UseRsa(RSA rsa, string algorithm)
    {
        var parameters = rsa.ExportParameters(false);
        Header["alg"] = algorithm;
        Header["jwk"] = new JsonObject { ["kty"] = "RSA", ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent) };
        Sign = data => rsa.SignData(data, HashAlgorithmName.SHA256, algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        return this;
    }

    public string Thumbprint => Base64UrlEncoder.Encode(new JsonWebKey(Jwk.ToJsonString()).ComputeJwkThumbprint());

    /// <summary>A new proof for a request, and for the token that goes with it.</summary>
    public string For(string method, string url, DateTimeOffset now, string? token = null)
    {
        Claims["jti"] = Guid.CreateVersion7(now).ToString();
        Claims["htm"] = method;
        Claims["htu"] = url;
        Claims["iat"] = now.ToUnixTimeSeconds();
        Claims["ath"] = token is null ? null : Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        return Build();
    }

    public string Build() => Build(Header.ToJsonString(), Claims.ToJsonString());

    public string Build(string header, string claims)
    {
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(claims)}";
        return $"{signed}.{Base64UrlEncoder.Encode(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public void Dispose() => _ec.Dispose();
}
