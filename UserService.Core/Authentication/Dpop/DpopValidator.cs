using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace UserService.Core.Authentication.Dpop;

/// <summary>Validates DPoP proofs (RFC 9449, section 4.3). A valid proof is registered and never valid again.</summary>
public sealed class DpopValidator(IOptions<DpopOptions> options, IDpopReplayStore replays, TimeProvider time)
{
    /// <summary>For <c>dpop_signing_alg_values_supported</c> in server metadata.</summary>
    public static readonly IReadOnlyList<string> SupportedAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSha256];

    private const string ProofType = "dpop+jwt";
    private const int MostIdCharacters = 256;

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly DpopOptions _options = options.Value;

    /// <summary>Checks everything; the replay check comes last, so that a refused proof leaves no trace.</summary>
    public async ValueTask<DpopResult> ValidateAsync(DpopRequest request, CancellationToken ct)
    {
        if (!DpopProof.TryRead(request.Proof, out var proof) || proof.Id is not { Length: > 0 and <= MostIdCharacters } id)
            return Refuse(DpopFailure.Malformed);
        if (proof.Type != ProofType)
            return Refuse(DpopFailure.WrongType);
        if (proof.Algorithm is null || !SupportedAlgorithms.Contains(proof.Algorithm))
            return Refuse(DpopFailure.AlgorithmNotAllowed);
        if (!DpopKey.TryRead(proof.Header, proof.Algorithm, out var key))
            return Refuse(DpopFailure.KeyNotAllowed);
        if (CheckClaims(proof, request) is { } failure)
            return Refuse(failure);
        if (!await IsSignedByAsync(key, proof.Algorithm, request.Proof))
            return Refuse(DpopFailure.WrongSignature);

        var thumbprint = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        if (request.BoundThumbprint is { } bound && bound != thumbprint)
            return Refuse(DpopFailure.WrongKey);
        // After the signature: nobody else may find out which nonces are good.
        if (request.Nonces is not null && (proof.Nonce is null || !request.Nonces.Contains(proof.Nonce)))
            return DpopResult.NonceRequired.Instance;
        return await IsNewAsync(thumbprint, id, ct) ? new DpopResult.Valid(thumbprint) : Refuse(DpopFailure.Replayed);
    }

    private static DpopResult.Invalid Refuse(DpopFailure reason) => new(reason);

    [SuppressMessage("Security", "CA5404:Do not disable token validation checks", Justification = "A proof has no issuer, audience or expiry: htm, htu, iat and jti take their place.")]
    private static async Task<bool> IsSignedByAsync(JsonWebKey key, string algorithm, string proof)
    {
        var result = await Handler.ValidateTokenAsync(proof, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = true, // a kid in the header must not make a difference
            ValidAlgorithms = [algorithm],
            ValidTypes = [ProofType],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false, // iat counts, by our clock; checked with the claims
            RequireExpirationTime = false,
            // Clients bring the keys: a cache of verifiers would be theirs to fill.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        });
        return result.IsValid;
    }

    private DpopFailure? CheckClaims(DpopProof proof, DpopRequest request)
    {
        if (proof.Method != request.Method)
            return DpopFailure.WrongMethod;
        if (Normalize(proof.Url) is not { } url || url != Normalize(request.Url))
            return DpopFailure.WrongUrl;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (proof.IssuedAt is not { } issued || issued > now + _options.ClockSkew.TotalSeconds || issued < now - (_options.Lifetime + _options.ClockSkew).TotalSeconds)
            return DpopFailure.OutOfTime;
        if (request.AccessToken is { } token && proof.TokenHash != Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(token))))
            return DpopFailure.WrongTokenHash;
        return null;
    }

    private ValueTask<bool> IsNewAsync(string thumbprint, string id, CancellationToken ct)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{thumbprint}\0{id}")));
        // From the earliest to the latest moment at which its iat is accepted, and a second for rounding.
        return replays.TryRegisterAsync(key, _options.Lifetime + (2 * _options.ClockSkew) + TimeSpan.FromSeconds(1), ct);
    }

    /// <summary>RFC 9449 asks for syntax- and scheme-based normalisation (RFC 3986, section 6.2) without query and fragment.</summary>
    private static string? Normalize(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0
            ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : null;
}
