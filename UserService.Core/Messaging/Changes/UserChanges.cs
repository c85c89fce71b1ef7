using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using UserService.Core.Messaging.Outbox;
using UserService.Core.Protection;

namespace UserService.Core.Messaging.Changes;

/// <summary>
/// Reads the outbox in the order of transactions, below the oldest that still runs: none can commit behind a mark. The database keeps a
/// user's transaction numbers rising with her sequence, so this order is also the order of each user's events.
/// </summary>
internal sealed class UserChanges(NpgsqlDataSource database, SystemKeys keys, IOptions<OutboxOptions> options, TimeProvider time) : IUserChanges
{
    // The part of a day by which a partition goes before its youngest row is as old as is promised.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    private const string Read =
        """
        WITH horizon AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xact)
        SELECT horizon.xact, m.xact, m.position, m.id, m.type, m.user_id, m.sequence, m.occurred_at, m.data::text
        FROM horizon LEFT JOIN LATERAL (
            SELECT * FROM outbox_messages o WHERE (o.xact, o.position) > ($1, $2) AND o.xact < horizon.xact ORDER BY o.xact, o.position LIMIT $3) m ON true
        ORDER BY m.xact, m.position
        """;

    public async Task<ChangeMark> NowAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())");
        return new ChangeMark((await command.ExecuteScalarAsync(ct) as ulong?)!.Value, 0, time.GetUtcNow());
    }

    public async ValueTask<string> TokenOfAsync(ChangeMark mark, CancellationToken ct) => ChangeTokens.Write(await keys.GetAsync(ct), mark);

    public async ValueTask<ChangeMark?> MarkOfAsync(string token, CancellationToken ct) => ChangeTokens.Read(await keys.GetAsync(ct), token);

    public bool Reaches(ChangeMark mark) => mark.At > time.GetUtcNow() - options.Value.KeepSentFor + Margin;

    public async Task<ChangeBatch> ReadAsync(ChangeMark after, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new NpgsqlParameter { Value = after.Xact, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new NpgsqlParameter { Value = after.Position });
        command.Parameters.Add(new NpgsqlParameter { Value = limit });
        var (now, changes, horizon) = (time.GetUtcNow(), new List<UserChange>(), after.Xact);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            horizon = row.GetFieldValue<ulong>(0);
            if (await row.IsDBNullAsync(1, ct))
                continue;
            changes.Add(new UserChange(
                row.GetGuid(3), row.GetString(4), row.GetGuid(5), row.GetInt64(6), row.GetFieldValue<DateTimeOffset>(7), row.GetString(8),
                new ChangeMark(row.GetFieldValue<ulong>(1), row.GetInt64(2), now)));
        }

        // Having read to the end, the next read begins at the horizon: what is below it is settled and seen.
        return new ChangeBatch(changes, changes.Count == limit ? changes[^1].Mark : new ChangeMark(Math.Max(horizon, after.Xact), horizon > after.Xact ? 0 : after.Position, now));
    }
}
