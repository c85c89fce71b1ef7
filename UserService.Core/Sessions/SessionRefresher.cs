using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Audit;
using UserService.Core.Authentication;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Protection;

namespace UserService.Core.Sessions;

/// <summary>Rotates refresh tokens: one statement, one round trip, one durable commit where the token is the newest.</summary>
internal sealed class SessionRefresher(
    NpgsqlDataSource database, AccessTokenIssuer tokens, SystemKeys keys, SessionRevoker revoker, IOptions<TokenOptions> options, TimeProvider time)
{
    private const string Columns =
        "s.id, s.user_id, s.client_id, s.acr, s.amr, s.authenticated_at, s.refreshed_at, s.refresh_generation, s.refresh_hash, s.absolute_expires_at, u.kyc_tier, u.roles, u.email, u.first_name, u.last_name, u.status, s.key_thumbprint";

    // A session that is bound to a key moves only for who holds it; one that is not is bound by the first proof that comes with a refresh.
    // Only the newest hash matches; of two at once the second waits for the row, finds it changed and matches nothing.
    private const string Rotate =
        $"""
         UPDATE sessions s SET refresh_hash = $3, refresh_generation = s.refresh_generation + 1, refreshed_at = $4, last_seen_at = $4,
                idle_expires_at = $5, address = $6, key_thumbprint = COALESCE(s.key_thumbprint, $7)
         FROM users u
         WHERE s.id = $1 AND s.refresh_hash = $2 AND s.revoked_at IS NULL AND s.idle_expires_at > $4 AND s.absolute_expires_at > $4
               AND (s.key_thumbprint IS NULL OR s.key_thumbprint = $7) AND u.id = s.user_id AND u.status IN ('Active', 'Frozen')
         RETURNING {Columns}
         """;

    private const string Look =
        $"SELECT {Columns} FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 AND s.revoked_at IS NULL AND s.absolute_expires_at > $2 AND u.status IN ('Active', 'Frozen')";

    public async Task<RefreshResult> RefreshAsync(string text, Actor actor, CancellationToken ct)
    {
        var key = await keys.GetAsync(ct);
        if (!RefreshToken.TryParse(text, key, out var token))
            return new RefreshResult.Failed(AuthErrors.InvalidRefreshToken);
        var successor = token.Successor(key);
        var now = time.GetUtcNow();
        if (await RotateAsync(token, successor, actor, now, ct) is { } rotated)
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

    private Task<SessionRow?> RotateAsync(RefreshToken token, RefreshToken successor, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var command = database.CreateCommand(Rotate);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = token.SessionId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = token.Hash() });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = successor.Hash() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + options.Value.IdleTimeout });
        command.Parameters.Add(Text(actor.Address));
        command.Parameters.Add(Text(actor.ProvenKey));
        return SessionRow.ReadAsync(command, ct);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };

    private Task<SessionRow?> LookAsync(Guid sessionId, DateTimeOffset now, CancellationToken ct)
    {
        var command = database.CreateCommand(Look);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sessionId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        return SessionRow.ReadAsync(command, ct);
    }
}
