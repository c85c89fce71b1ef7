using System.Text.Json.Serialization;
using UserService.Core.Authentication.OAuth;

namespace UserService.Api.Contracts;

/// <summary>RFC 6749 §5.1.</summary>
/// <param name="IssuedTokenType">What was issued; in answers to a token exchange only (RFC 8693 §2.2.1).</param>
internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope,
    [property: JsonPropertyName("issued_token_type"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IssuedTokenType = null);

/// <summary>RFC 6749 §5.2.</summary>
internal sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);

/// <summary>RFC 7662 §2.2. Of a token that is not active nothing else is said.</summary>
internal sealed record IntrospectionResponse
{
    [JsonPropertyName("active")]
    public required bool Active { get; init; }

    [JsonPropertyName("token_type")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenType { get; init; }

    [JsonPropertyName("scope")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; init; }

    [JsonPropertyName("client_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientId { get; init; }

    [JsonPropertyName("sub")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }

    [JsonPropertyName("aud")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Audience { get; init; }

    [JsonPropertyName("iss")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Issuer { get; init; }

    [JsonPropertyName("exp")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ExpiresAt { get; init; }

    [JsonPropertyName("iat")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IssuedAt { get; init; }

    [JsonPropertyName("jti")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenId { get; init; }

    /// <summary>The session, of customers' tokens.</summary>
    [JsonPropertyName("sid")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? SessionId { get; init; }

    [JsonPropertyName("acr")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Acr { get; init; }

    [JsonPropertyName("amr")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Amr { get; init; }

    [JsonPropertyName("auth_time")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? AuthenticatedAt { get; init; }

    /// <summary>The key that the token is bound to (RFC 9449 §6.2).</summary>
    [JsonPropertyName("cnf")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Confirmation? Confirmation { get; init; }

    /// <summary>Who acts for the customer (RFC 8693 §4.1).</summary>
    [JsonPropertyName("act")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ActingParty? Actor { get; init; }
}

internal sealed record Confirmation([property: JsonPropertyName("jkt")] string KeyThumbprint);

internal sealed record ActingParty([property: JsonPropertyName("sub")] string Subject);

internal static class OAuthContracts
{
    public static IntrospectionResponse ToResponse(this TokenDescription? token, string issuer) => token is null
        ? new IntrospectionResponse { Active = false }
        : new IntrospectionResponse
        {
            Active = true,
            TokenType = token.TokenType,
            Scope = token.Scope,
            ClientId = token.ClientId,
            Subject = token.Subject,
            Audience = token.Audience,
            Issuer = issuer,
            ExpiresAt = token.ExpiresAt.ToUnixTimeSeconds(),
            IssuedAt = token.IssuedAt.ToUnixTimeSeconds(),
            TokenId = token.TokenId,
            SessionId = token.SessionId,
            Acr = token.Acr,
            Amr = token.Amr.Count > 0 ? token.Amr : null,
            AuthenticatedAt = token.AuthenticatedAt?.ToUnixTimeSeconds(),
            Confirmation = token.KeyThumbprint is null ? null : new Confirmation(token.KeyThumbprint),
            Actor = token.ActingClient is null ? null : new ActingParty(token.ActingClient),
        };
}
