using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using UserService.Core.Authentication.Dpop;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Persistence;

namespace UserService.Core.Authentication.Clients;

/// <summary>Checks <c>private_key_jwt</c> assertions (RFC 7523 §3). A good assertion is good once.</summary>
internal sealed class ClientAssertions(UserDbContext db, Lazy<IDpopReplayStore> replays, IOptions<TokenOptions> options, TimeProvider time)
{
    private const int MostCharacters = 4096;
    private const int MostIdCharacters = 256;

    // Bounds how long an assertion must be remembered; clients make one for each request.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MostCharacters };

    /// <summary>The client that has signed it, or null for whatever is wrong.</summary>
    public async Task<ServiceClient?> FindSignerAsync(ClientProof.Assertion proof, CancellationToken ct)
    {
        if (!TryRead(proof.Jwt, out var jwt) || !ClientService.IsName(jwt.Issuer) || jwt.Issuer != jwt.Subject || jwt.Id is not { Length: > 0 and <= MostIdCharacters })
            return null;
        if ((proof.ClientId is { } named && named != jwt.Issuer) || !IsForUs(jwt) || TimeLeft(jwt) is not { } left)
            return null;
        var client = await db.ServiceClients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == jwt.Issuer && c.DisabledAt == null, ct);
        if (client?.PublicKeys is null || !await IsSignedByAsync(client.PublicKeys, jwt, proof.Jwt))
            return null;
        return await IsNewAsync(jwt, left, ct) ? client : null;
    }

    private static bool TryRead(string text, [NotNullWhen(true)] out JsonWebToken? jwt)
    {
        jwt = null;
        if (text.Length > MostCharacters || !Handler.CanReadToken(text))
            return false;
        try
        {
            jwt = new JsonWebToken(text);
            return ClientAlgorithms.Supported.Contains(jwt.Alg) && !jwt.TryGetHeaderValue<object>("crit", out _); // RFC 7515 §4.1.11: none that we know
        }
        catch (ArgumentException)
        {
            return false; // the handler looks at dots only
        }
    }

    // The issuer, or the endpoint that most client libraries name; alone, so that it is of no use elsewhere.
    private bool IsForUs(JsonWebToken jwt) =>
        jwt.Audiences.ToList() is [var audience] && (audience == options.Value.Issuer || audience == $"{options.Value.Issuer.TrimEnd('/')}/oauth/token");

    private TimeSpan? TimeLeft(JsonWebToken jwt)
    {
        if (!jwt.TryGetPayloadValue<long>("exp", out var expires))
            return null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var skew = (long)options.Value.ClockSkew.TotalSeconds;
        if (expires <= now - skew || expires > now + LongestLife.TotalSeconds + skew)
            return null;
        return jwt.TryGetPayloadValue<long>("nbf", out var notBefore) && notBefore > now + skew ? null : TimeSpan.FromSeconds(expires - now + skew + 1);
    }

    [SuppressMessage("Security", "CA5404:Do not disable token validation checks", Justification = "Issuer, audience and times are checked above, against the client and by our clock.")]
    private static async Task<bool> IsSignedByAsync(string publicKeys, JsonWebToken jwt, string text)
    {
        var keys = ClientKeys.Find(publicKeys, jwt.Alg, jwt.Kid);
        if (keys.Count == 0)
            return false;
        var result = await Handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = [jwt.Alg],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        });
        return result.IsValid;
    }

    private ValueTask<bool> IsNewAsync(JsonWebToken jwt, TimeSpan left, CancellationToken ct) =>
        replays.Value.TryRegisterAsync(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"assertion\0{jwt.Issuer}\0{jwt.Id}"))), left, ct);
}
