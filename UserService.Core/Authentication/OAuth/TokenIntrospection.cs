using UserService.Core.Authentication.Tokens;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication.OAuth;

/// <summary>Says what a token is good for (RFC 7662), whichever of ours it is.</summary>
public interface ITokenIntrospection
{
    /// <summary>Null where the token is not good now, for whatever reason.</summary>
    Task<TokenDescription?> DescribeAsync(string token, CancellationToken ct);
}

/// <summary>A live token.</summary>
/// <param name="IsRefreshToken">Else it is an access token.</param>
/// <param name="Subject">User id, or the client's id for a service's own token.</param>
/// <param name="Audience">None for refresh tokens, which are for this service alone.</param>
/// <param name="KeyThumbprint">The key it is bound to (RFC 9449); none for bearer tokens.</param>
/// <param name="ActingClient">The service that acts for the user (RFC 8693).</param>
public sealed record TokenDescription(
    bool IsRefreshToken,
    string Subject,
    string ClientId,
    string Scope,
    string? Audience,
    Guid? SessionId,
    string? TokenId,
    string? Acr,
    IReadOnlyList<string> Amr,
    DateTimeOffset? AuthenticatedAt,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    string? KeyThumbprint,
    string? ActingClient)
{
    /// <summary>The <c>token_type</c> of RFC 7662.</summary>
    public string TokenType => IsRefreshToken ? "refresh_token" : KeyThumbprint is null ? "Bearer" : "DPoP";
}

/// <inheritdoc cref="ITokenIntrospection"/>
internal sealed class TokenIntrospection(ITokenValidator validator, RefreshTokens refreshTokens) : ITokenIntrospection
{
    private static readonly TokenKind[] Kinds = [TokenKind.User, TokenKind.Service, TokenKind.Delegated];

    public async Task<TokenDescription?> DescribeAsync(string token, CancellationToken ct)
    {
        if (RefreshToken.LooksLikeOne(token))
            return await refreshTokens.FindAsync(token, ct) is { IsNewest: true } found ? Describe(found) : null;
        foreach (var kind in Kinds)
        {
            if (await validator.ValidateAsync(token, kind, ct) is { } good)
                return Describe(good.Subject);
        }

        return null;
    }

    private static TokenDescription Describe(TokenSubject subject) => new(
        IsRefreshToken: false,
        subject.UserId?.ToString() ?? subject.ClientId,
        subject.ClientId,
        string.Join(' ', subject.Scopes.Order(StringComparer.Ordinal)),
        subject.Audience,
        subject.SessionId,
        subject.TokenId,
        subject.Acr,
        subject.Amr,
        subject.AuthenticatedAt,
        subject.IssuedAt,
        subject.ExpiresAt,
        subject.KeyThumbprint,
        subject.ActingClient);

    private static TokenDescription Describe(FoundRefreshToken found)
    {
        var session = found.Session;
        return new TokenDescription(
            IsRefreshToken: true,
            session.UserId.ToString(),
            session.ClientId,
            SessionStarter.FirstPartyScope,
            Audience: null,
            session.Id,
            TokenId: null,
            session.Acr,
            session.Amr,
            session.AuthenticatedAt,
            session.RefreshedAt,
            session.IdleExpiresAt < session.AbsoluteExpiresAt ? session.IdleExpiresAt : session.AbsoluteExpiresAt,
            session.KeyThumbprint,
            ActingClient: null);
    }
}
