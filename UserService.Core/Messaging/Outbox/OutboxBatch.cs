using Npgsql;
using NpgsqlTypes;

namespace UserService.Core.Messaging.Outbox;

/// <summary>
/// One shard's waiting events, held by a row lock until the outcome is recorded. A Worker that dies releases the lock with its
/// connection, so there is no lease to run out and no row left "processing".
/// </summary>
internal sealed class OutboxBatch : IAsyncDisposable
{
    private const string ClaimShard =
        """
        SELECT s.id FROM outbox_shards s
        WHERE EXISTS (SELECT 1 FROM outbox_messages m WHERE m.shard = s.id AND m.sent_at IS NULL AND m.abandoned_at IS NULL AND m.next_attempt_at <= $1)
        ORDER BY s.last_dispatched_at LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    private const string ReadShard =
        """
        SELECT id, occurred_at, user_id, type, data::text, trace_parent, sequence, attempts, next_attempt_at
        FROM outbox_messages WHERE shard = $1 AND sent_at IS NULL AND abandoned_at IS NULL
        ORDER BY position LIMIT $2
        """;

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly short shard;

    private OutboxBatch(NpgsqlConnection connection, NpgsqlTransaction transaction, short shard, IReadOnlyList<WaitingEvent> events) =>
        (this.connection, this.transaction, this.shard, Events) = (connection, transaction, shard, events);

    /// <summary>In order of publication. A user whose earlier event must wait has none here.</summary>
    public IReadOnlyList<WaitingEvent> Events { get; }

    /// <summary>Claims a shard that has something to send and that nobody else holds; null when there is none.</summary>
    public static async Task<OutboxBatch?> ClaimAsync(NpgsqlDataSource database, int size, DateTimeOffset now, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            await using var claim = new NpgsqlCommand(ClaimShard, connection, transaction) { Parameters = { new() { Value = now } } };
            if (await claim.ExecuteScalarAsync(ct) is short shard)
                return new OutboxBatch(connection, transaction, shard, await ReadAsync(connection, transaction, shard, size, now, ct));
            await transaction.DisposeAsync();
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Records what was sent and what was refused, and lets the shard go.</summary>
    public async Task CompleteAsync(IReadOnlyCollection<Guid> sent, IReadOnlyCollection<RefusedEvent> refused, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE outbox_messages SET sent_at = $2 WHERE id = ANY($1)")
        {
            Parameters = { new() { Value = sent.ToArray() }, new() { Value = now } },
        });
        foreach (var one in refused)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                "UPDATE outbox_messages SET attempts = attempts + 1, next_attempt_at = $2, last_error = $3, abandoned_at = $4 WHERE id = $1")
            {
                Parameters =
                {
                    new() { Value = one.EventId }, new() { Value = one.NextAttemptAt }, new() { Value = one.Error },
                    new NpgsqlParameter<DateTimeOffset?> { TypedValue = one.AbandonedAt, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            });
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE outbox_shards SET last_dispatched_at = $2 WHERE id = $1")
        {
            Parameters = { new() { Value = shard }, new() { Value = now } },
        });
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static async Task<IReadOnlyList<WaitingEvent>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short shard, int size, DateTimeOffset now, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand(ReadShard, connection, transaction) { Parameters = { new() { Value = shard }, new() { Value = size } } };
        await using var row = await read.ExecuteReaderAsync(ct);
        var events = new List<WaitingEvent>();
        var waiting = new HashSet<Guid>();
        while (await row.ReadAsync(ct))
        {
            var one = new WaitingEvent(
                row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2), row.GetString(3), row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5), row.GetInt64(6), row.GetInt32(7), row.GetFieldValue<DateTimeOffset>(8));
            if (one.NextAttemptAt > now)
                waiting.Add(one.UserId);
            if (!waiting.Contains(one.UserId))
                events.Add(one);
        }

        return events;
    }
}

/// <summary>An event that the broker would not take.</summary>
internal sealed record RefusedEvent(Guid EventId, string Error, DateTimeOffset NextAttemptAt, DateTimeOffset? AbandonedAt);
