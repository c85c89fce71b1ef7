using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace UserService.Core.Authentication.Tokens;

/// <summary>Signs access tokens as RFC 9068 has them: ES256, <c>typ</c> <c>at+jwt</c>.</summary>
internal sealed class AccessTokenIssuer(KeyRing keys, IOptions<TokenOptions> options, TimeProvider time)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };
    private static readonly Dictionary<string, object> Header = new() { [JwtHeaderParameterNames.Typ] = "at+jwt" };

    /// <summary>A token of a signed-in user.</summary>
    public async ValueTask<IssuedToken> IssueAsync(UserTokenClaims claims, CancellationToken ct)
    {
        var lifetime = options.Value.AccessTokenLifetime;
        var payload = Payload(options.Value.Audience, claims.UserId.ToString(), claims.ClientId, claims.Scope, lifetime, writer =>
        {
            writer.WriteString("sid", claims.SessionId);
            writer.WriteString("acr", claims.Acr);
            WriteArray(writer, "amr", claims.Amr);
            writer.WriteNumber("auth_time", claims.AuthenticatedAt.ToUnixTimeSeconds());
            writer.WriteNumber("tier", claims.KycTier);
            if (claims.Roles.Count > 0)
                WriteArray(writer, "roles", claims.Roles);
            BindTo(writer, claims.KeyThumbprint);
        });
        return await SignAsync(payload, lifetime, ct);
    }

    /// <summary>A token of a service that speaks for itself, bound to its key where it has proven one.</summary>
    public async ValueTask<IssuedToken> IssueForServiceAsync(string clientId, string scope, string? keyThumbprint, CancellationToken ct)
    {
        var lifetime = options.Value.ServiceTokenLifetime;
        return await SignAsync(Payload(options.Value.ServiceAudience, clientId, clientId, scope, lifetime, writer => BindTo(writer, keyThumbprint)), lifetime, ct);
    }

    /// <summary>A token by which this service calls another in its own name.</summary>
    public async ValueTask<IssuedToken> IssueOwnAsync(string audience, CancellationToken ct)
    {
        var lifetime = options.Value.ServiceTokenLifetime;
        return await SignAsync(Payload(audience, options.Value.ServiceAudience, options.Value.ServiceAudience, scope: "", lifetime, _ => { }), lifetime, ct);
    }

    /// <summary>A token by which a service calls another on behalf of a user (RFC 8693 §4.1). It says how the user signed in, but carries no role.</summary>
    public async ValueTask<IssuedToken> IssueDelegatedAsync(
        TokenSubject user, string actingClient, string audience, string scope, string? keyThumbprint, CancellationToken ct)
    {
        var left = user.ExpiresAt - time.GetUtcNow();
        var lifetime = left < options.Value.DelegatedTokenLifetime ? left : options.Value.DelegatedTokenLifetime;
        var payload = Payload(audience, user.UserId!.Value.ToString(), actingClient, scope, lifetime, writer =>
        {
            writer.WriteString("sid", user.SessionId!.Value);
            if (user.Acr is not null)
                writer.WriteString("acr", user.Acr);
            WriteArray(writer, "amr", user.Amr);
            if (user.AuthenticatedAt is { } at)
                writer.WriteNumber("auth_time", at.ToUnixTimeSeconds());
            writer.WriteNumber("tier", user.KycTier);
            WriteMember(writer, "act", "sub", actingClient);
            BindTo(writer, keyThumbprint);
        });
        return await SignAsync(payload, lifetime, ct);
    }

    private string Payload(string audience, string subject, string clientId, string scope, TimeSpan lifetime, Action<Utf8JsonWriter> more)
    {
        var now = time.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", options.Value.Issuer);
            writer.WriteString("aud", audience);
            writer.WriteString("sub", subject);
            writer.WriteString("client_id", clientId);
            writer.WriteString("scope", scope);
            writer.WriteNumber("iat", now.ToUnixTimeSeconds());
            writer.WriteNumber("exp", (now + lifetime).ToUnixTimeSeconds());
            writer.WriteString("jti", Guid.CreateVersion7(now));
            more(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private async ValueTask<IssuedToken> SignAsync(string payload, TimeSpan lifetime, CancellationToken ct)
    {
        var key = (await keys.GetAsync(ct)).Signing(time.GetUtcNow());
        return new IssuedToken(Handler.CreateToken(payload, new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256), Header), lifetime);
    }

    private static void BindTo(Utf8JsonWriter writer, string? keyThumbprint)
    {
        if (keyThumbprint is not null)
            WriteMember(writer, "cnf", "jkt", keyThumbprint); // RFC 9449 §6.1
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, string member, string value)
    {
        writer.WriteStartObject(name);
        writer.WriteString(member, value);
        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}

/// <summary>A signed token and how long it lives.</summary>
internal sealed record IssuedToken(string Value, TimeSpan Lifetime);

/// <summary>What an access token says of its user.</summary>
internal sealed record UserTokenClaims(
    Guid UserId,
    Guid SessionId,
    string ClientId,
    string Scope,
    string Acr,
    IReadOnlyList<string> Amr,
    DateTimeOffset AuthenticatedAt,
    int KycTier,
    IReadOnlyList<string> Roles)
{
    /// <summary>The key that the token is bound to (RFC 9449 §6.1); none for bearer tokens.</summary>
    public string? KeyThumbprint { get; init; }
}
