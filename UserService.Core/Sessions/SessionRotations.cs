using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Audit;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Persistence;

namespace UserService.Core.Sessions;

/// <summary>Puts successors in the place of refresh tokens. Those of the same moment share a statement and its durable commit (ADR-008).</summary>
internal sealed class SessionRotations
{
    private static readonly string Unlocked = Statement("SKIP LOCKED");
    private static readonly string Waiting = Statement("");

    private readonly NpgsqlDataSource database;
    private readonly IOptions<TokenOptions> options;
    private readonly TimeProvider time;
    private readonly GatheredStatements<Rotation, SessionRow> gathered;

    public SessionRotations([FromKeyedServices(UserStore.Gathered)] NpgsqlDataSource database, IOptions<TokenOptions> options, TimeProvider time)
    {
        (this.database, this.options, this.time) = (database, options, time);
        gathered = new GatheredStatements<Rotation, SessionRow>(together => RotateAsync(Unlocked, together));
    }

    /// <summary>The session after the rotation; null where the token is not, or no longer, the newest of a live session.</summary>
    public async Task<SessionRow?> RotateAsync(Rotation rotation, CancellationToken ct)
    {
        // A session that somebody else holds is passed over, so that nobody waits for a stranger and none can lock each other out; it is waited for alone.
        return await gathered.AskAsync(rotation, ct) ?? (await RotateAsync(Waiting, [rotation])).GetValueOrDefault(rotation);
    }

    // A session that is bound to a key moves only for who holds it; one that is not is bound by the first proof that comes with a refresh.
    // Only the newest hash matches; of two at once the second finds the row changed and matches nothing. Run twice, it matches nothing the
    // second time, and who asks is given the successor as one whose first answer was lost.
    private static string Statement(string locked) =>
        $"""
         WITH due AS (
             SELECT q.number, s.id, q.successor, q.address, q.proven_key
             FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS q (session_id, hash, successor, address, proven_key, number) JOIN sessions s ON s.id = q.session_id
             WHERE s.refresh_hash = q.hash AND s.revoked_at IS NULL AND s.idle_expires_at > $6 AND s.absolute_expires_at > $6
                   AND (s.key_thumbprint IS NULL OR s.key_thumbprint = q.proven_key)
             FOR UPDATE OF s {locked})
         UPDATE sessions s SET refresh_hash = due.successor, refresh_generation = s.refresh_generation + 1, refreshed_at = $6, last_seen_at = $6,
                idle_expires_at = $7, address = due.address, key_thumbprint = COALESCE(s.key_thumbprint, due.proven_key)
         FROM due, users u
         WHERE s.id = due.id AND u.id = s.user_id AND u.status IN ('Active', 'Frozen')
         RETURNING {SessionRow.Columns}, due.number
         """;

    private async Task<IReadOnlyDictionary<Rotation, SessionRow>> RotateAsync(string statement, Rotation[] together)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(together, r => r.Token.SessionId) });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = Array.ConvertAll(together, r => r.Token.Hash()) });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = Array.ConvertAll(together, r => r.Successor.Hash()) });
        command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = Array.ConvertAll(together, r => r.Actor.Address) });
        command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = Array.ConvertAll(together, r => r.Actor.ProvenKey) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + options.Value.IdleTimeout });
        var rotated = new Dictionary<Rotation, SessionRow>(together.Length);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            rotated[together[(int)row.GetInt64(row.FieldCount - 1) - 1]] = SessionRow.Read(row);
        return rotated;
    }
}

/// <summary>A token to be replaced, for a client; each is one of its own, also where two present the same token.</summary>
internal sealed class Rotation(RefreshToken token, RefreshToken successor, Actor actor)
{
    public RefreshToken Token => token;

    public RefreshToken Successor => successor;

    public Actor Actor => actor;
}
