using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace UserService.Core.Authentication.Tokens;

/// <summary>Checks a token that was not seen before: ES256 only, our keys only, our issuer, the right audience and type (RFC 9068 §4, RFC 8725).</summary>
internal sealed class TokenSignatures(KeyRing keys, IOptions<TokenOptions> options, TimeProvider time)
{
    /// <summary>Longer than any token we sign; spares work on junk.</summary>
    private const int MaxTokenLength = 4096;

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenLength };

    public async ValueTask<(ValidatedToken Token, string KeyId, DateTimeOffset GoodUntil)?> ValidateAsync(string token, TokenKind kind, CancellationToken ct)
    {
        if (token.Length > MaxTokenLength)
            return null;
        var named = new NamedKey();
        var result = await handler.ValidateTokenAsync(token, Rules(await keys.GetAsync(ct), kind, named));
        if (named.Missing is { } keyId && await keys.SearchAsync(keyId, ct) is var newer && newer.Keys.ContainsKey(keyId))
            result = await handler.ValidateTokenAsync(token, Rules(newer, kind, named)); // made since the ring was read
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || Read(jwt, kind) is not { } subject)
            return null;
        return (new ValidatedToken(subject), jwt.Kid, subject.ExpiresAt + options.Value.ClockSkew);
    }

    private TokenValidationParameters Rules(KeySet ring, TokenKind kind, NamedKey named) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = ["at+jwt"],
        ValidIssuer = options.Value.Issuer,
        AudienceValidator = (audiences, _, _) => IsMeantFor(kind, audiences),
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ValidateLifetime = true,

        // The key is the one that kid names, and no other: a header's own key (jwk, jku, x5u) is never looked at.
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, kid, _) => named.Find(ring, kid, time.GetUtcNow()) is { } key ? [key] : [],
        LifetimeValidator = (notBefore, expires, _, _) => IsTimely(notBefore, expires),
    };

    private bool IsTimely(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var skew = options.Value.ClockSkew;
        return expires is { } end && now < end + skew && (notBefore is null || now >= notBefore - skew);
    }

    // A delegated token is for another service; that it is not for us is checked, so that it can stand in for neither of the others.
    private bool IsMeantFor(TokenKind kind, IEnumerable<string> audiences) => audiences.ToList() is [var audience] && kind switch
    {
        TokenKind.User => audience == options.Value.Audience,
        TokenKind.Service => audience == options.Value.ServiceAudience,
        _ => audience != options.Value.Audience && audience != options.Value.ServiceAudience,
    };

    private static TokenSubject? Read(JsonWebToken jwt, TokenKind kind)
    {
        var forUser = kind is not TokenKind.Service;
        if (!jwt.TryGetPayloadValue<string>("client_id", out var client) || client is null
            || !jwt.TryGetPayloadValue<long>("exp", out var exp) || !jwt.TryGetPayloadValue<long>("iat", out var iat))
            return null;
        Guid userId = default, sessionId = default;
        if (forUser && (!Guid.TryParse(jwt.Subject, out userId) || !jwt.TryGetPayloadValue<string>("sid", out var sid) || !Guid.TryParse(sid, out sessionId)))
            return null;
        var (actor, key) = (Member(jwt, "act", "sub"), Member(jwt, "cnf", "jkt"));
        if (!forUser && (jwt.Subject != client || jwt.TryGetPayloadValue<string>("sid", out _)))
            return null;
        if (actor is not null != kind is TokenKind.Delegated)
            return null;
        return new TokenSubject(
            forUser ? userId : null,
            forUser ? sessionId : null,
            client,
            jwt.TryGetPayloadValue<string>("scope", out var scope) && scope is not null
                ? scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) : FrozenSet<string>.Empty,
            jwt.TryGetPayloadValue<string[]>("roles", out var roles) ? roles : [],
            jwt.TryGetPayloadValue<string>("acr", out var acr) ? acr : null,
            jwt.TryGetPayloadValue<string[]>("amr", out var amr) ? amr : [],
            jwt.TryGetPayloadValue<long>("auth_time", out var authTime) ? DateTimeOffset.FromUnixTimeSeconds(authTime) : null,
            jwt.TryGetPayloadValue<int>("tier", out var tier) ? tier : 0,
            DateTimeOffset.FromUnixTimeSeconds(iat),
            DateTimeOffset.FromUnixTimeSeconds(exp))
        {
            Audience = jwt.Audiences.First(),
            TokenId = string.IsNullOrEmpty(jwt.Id) ? null : jwt.Id,
            KeyThumbprint = key,
            ActingClient = actor,
        };
    }

    private static string? Member(JsonWebToken jwt, string claim, string member) =>
        jwt.TryGetPayloadValue<JsonElement>(claim, out var value) && value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    /// <summary>What came of looking for the key that a token names.</summary>
    private sealed class NamedKey
    {
        public string? Missing { get; private set; }

        public ECDsaSecurityKey? Find(KeySet ring, string? keyId, DateTimeOffset now)
        {
            Missing = keyId is null || ring.Keys.ContainsKey(keyId) ? null : keyId;
            return keyId is null ? null : ring.Verifying(keyId, now);
        }
    }
}
