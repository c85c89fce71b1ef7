using Banking.Users.V1;
using Google.Protobuf.WellKnownTypes;
using UserService.Core.Authentication.OAuth;

namespace UserService.Grpc.Services;

/// <summary>Tokens that were introspected as messages.</summary>
internal static class TokenMessages
{
    /// <summary>The same members as the answer of <c>/oauth/introspect</c>; a message's setters take no null, so what is absent is empty.</summary>
    public static IntrospectedToken ToMessage(this TokenDescription token, string issuer) => new()
    {
        TokenType = token.TokenType,
        Scopes = { token.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
        ClientId = token.ClientId,
        Subject = token.Subject,
        Audience = token.Audience ?? "",
        Issuer = issuer,
        IssuedAt = Timestamp.FromDateTimeOffset(token.IssuedAt),
        ExpiresAt = Timestamp.FromDateTimeOffset(token.ExpiresAt),
        TokenId = token.TokenId ?? "",
        SessionId = token.SessionId?.ToString() ?? "",
        Acr = token.Acr ?? "",
        Amr = { token.Amr },
        AuthTime = token.AuthenticatedAt is { } time ? Timestamp.FromDateTimeOffset(time) : null,
        KeyThumbprint = token.KeyThumbprint ?? "",
        ActingClient = token.ActingClient ?? "",
    };
}
