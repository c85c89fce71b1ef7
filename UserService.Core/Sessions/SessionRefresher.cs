using System.Data;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Audit;
using UserService.Core.Authentication;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Protection;

namespace UserService.Core.Sessions;

/// <summary>Exchanges refresh tokens: one round trip and one durable commit where the token is the newest.</summary>
internal sealed class SessionRefresher(
    NpgsqlDataSource database, SessionRotations rotations, AccessTokenIssuer tokens, SystemKeys keys, SessionRevoker revoker, IOptions<TokenOptions> options, TimeProvider time)
{
    private const string Look =
        $"SELECT {SessionRow.Columns} FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 AND s.revoked_at IS NULL AND s.absolute_expires_at > $2 AND u.status IN ('Active', 'Frozen')";

    public async Task<RefreshResult> RefreshAsync(string text, Actor actor, CancellationToken ct)
    {
        var key = await keys.GetAsync(ct);
        if (!RefreshToken.TryParse(text, key, out var token))
            return new RefreshResult.Failed(AuthErrors.InvalidRefreshToken);
        var successor = token.Successor(key);
        var now = time.GetUtcNow();
        if (await rotations.RotateAsync(new Rotation(token, successor, actor), ct) is { } rotated)
            return await GrantAsync(rotated, successor, now, ct);
        if (await LookAsync(token.SessionId, now, ct) is not { } current)
            return new RefreshResult.Failed(AuthErrors.InvalidRefreshToken);
        if (current.KeyThumbprint is { } bound && bound != actor.ProvenKey)
            return new RefreshResult.Failed(AuthErrors.InvalidRefreshToken); // whoever has a copy has no use for it, and its owner keeps the session
        if (current.RefreshHash.AsSpan().SequenceEqual(successor.Hash()) && now - current.RefreshedAt <= options.Value.RefreshGrace)
            return await GrantAsync(current, successor, now, ct);

        // A genuine token of an earlier generation: somebody holds a copy, and nobody can say who is the thief (RFC 9700 §4.14.2).
        if (token.Generation < current.RefreshGeneration)
        {
            AuthenticationTelemetry.RefreshReused();
            await revoker.RevokeAsync(current.UserId, token.SessionId, RevocationReasons.RefreshTokenReused, actor.As(current.UserId, token.SessionId), ct);
        }

        return new RefreshResult.Failed(AuthErrors.InvalidRefreshToken);
    }

    private async Task<RefreshResult> GrantAsync(SessionRow row, RefreshToken refresh, DateTimeOffset now, CancellationToken ct)
    {
        var claims = new UserTokenClaims(
            row.UserId, row.Id, row.ClientId, SessionStarter.FirstPartyScope, row.Acr, row.Amr, row.AuthenticatedAt, row.User.KycTier, row.Roles)
        {
            KeyThumbprint = row.KeyThumbprint,
        };
        var access = await tokens.IssueAsync(claims, ct);
        var left = row.AbsoluteExpiresAt - now;
        var idle = options.Value.IdleTimeout;
        return new RefreshResult.Refreshed(
            new SessionGrant(access.Value, access.Lifetime, refresh.Reveal(), left < idle ? left : idle, row.Id, DeviceToken: null, row.User, row.KeyThumbprint is not null));
    }

    private async Task<SessionRow?> LookAsync(Guid sessionId, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Look);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sessionId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
        return await row.ReadAsync(ct) ? SessionRow.Read(row) : null;
    }
}
