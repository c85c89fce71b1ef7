using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication.OAuth;

/// <summary>Ends the session of a token (RFC 7009), whether it is the refresh token or an access token.</summary>
public interface ITokenRevocation
{
    /// <summary>By the customer's own app, which has no secret: that it has the token is its proof.</summary>
    Task<TokenRevocationResult> RevokeByAppAsync(string clientId, string token, Actor actor, CancellationToken ct);

    /// <summary>By a service of the platform.</summary>
    Task<TokenRevocationResult> RevokeByServiceAsync(ClientIdentity client, string token, Actor actor, CancellationToken ct);
}

/// <summary>How a revocation ended.</summary>
public enum TokenRevocationResult
{
    /// <summary>The token is of no use now; perhaps it never was.</summary>
    Done,

    /// <summary>No such app.</summary>
    UnknownApp,

    /// <summary>The service may not end sessions.</summary>
    NotAllowed,

    /// <summary>A service's own or delegated token has no session of its own; it runs out within minutes.</summary>
    Unsupported,
}

/// <inheritdoc cref="ITokenRevocation"/>
internal sealed class TokenRevocation(ITokenValidator validator, RefreshTokens refreshTokens, SessionRevoker revoker) : ITokenRevocation
{
    public async Task<TokenRevocationResult> RevokeByAppAsync(string clientId, string token, Actor actor, CancellationToken ct)
    {
        if (clientId != SessionStarter.FirstPartyClient)
            return TokenRevocationResult.UnknownApp;
        if (await FindAsync(token, ct) is { } found && found.ClientId == clientId)
            await revoker.RevokeAsync(found.UserId, found.SessionId, RevocationReasons.Logout, actor.As(found.UserId, found.SessionId), ct);
        return TokenRevocationResult.Done;
    }

    public async Task<TokenRevocationResult> RevokeByServiceAsync(ClientIdentity client, string token, Actor actor, CancellationToken ct)
    {
        if (await IsOfServiceAsync(token, client.Id, ct))
            return TokenRevocationResult.Unsupported;
        if (!client.Scopes.Contains(ServiceScopes.RevokeSessions))
            return TokenRevocationResult.NotAllowed;
        if (await FindAsync(token, ct) is { } found)
            await revoker.RevokeAsync(found.UserId, found.SessionId, RevocationReasons.RevokedByService, actor with { Type = "service", Id = client.Id }, ct);
        return TokenRevocationResult.Done;
    }

    private async Task<bool> IsOfServiceAsync(string token, string clientId, CancellationToken ct) =>
        (await validator.ValidateAsync(token, TokenKind.Service, ct))?.Subject.ClientId == clientId
        || (await validator.ValidateAsync(token, TokenKind.Delegated, ct))?.Subject.ClientId == clientId;

    private async Task<(Guid UserId, Guid SessionId, string ClientId)?> FindAsync(string token, CancellationToken ct)
    {
        // An old refresh token will do: using it would end the session too.
        if (RefreshToken.LooksLikeOne(token))
            return await refreshTokens.FindAsync(token, ct) is { Session: { } session } ? (session.UserId, session.Id, session.ClientId) : null;
        return await validator.ValidateAsync(token, TokenKind.User, ct) is { Subject: { UserId: { } userId, SessionId: { } sessionId } subject }
            ? (userId, sessionId, subject.ClientId)
            : null;
    }
}
