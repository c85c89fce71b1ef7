using Npgsql;
using NpgsqlTypes;

namespace UserService.Core.Audit.Forwarding;

/// <summary>
/// How far the trail has been forwarded, held by a row lock. Entries are read in the order of the transactions that wrote them, and only
/// those below the oldest transaction that still runs, so that none can commit behind the cursor.
/// </summary>
internal sealed class ForwardingCursor : IAsyncDisposable
{
    /// <summary>What <c>protos/clients/audit.proto</c> takes at once.</summary>
    public const int BatchSize = 500;

    private const string Take = "SELECT xact, entry_id FROM audit_forwarding FOR UPDATE SKIP LOCKED";

    private const string Read =
        """
        SELECT xact, id, occurred_at, action, actor_type, actor_id, subject_id, session_id, reason FROM audit_entries
        WHERE (xact, id) > ($1, $2) AND xact < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY xact, id LIMIT $3
        """;

    private const string Advance = "UPDATE audit_forwarding SET xact = $1, entry_id = $2, forwarded = forwarded + $3, forwarded_at = $4";
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly ulong xact;
    private readonly Guid entryId;

    private ForwardingCursor(NpgsqlConnection connection, NpgsqlTransaction transaction, ulong xact, Guid entryId) =>
        (this.connection, this.transaction, this.xact, this.entryId) = (connection, transaction, xact, entryId);

    /// <summary>Null while another Worker forwards.</summary>
    public static async Task<ForwardingCursor?> TakeAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            await using var take = new NpgsqlCommand(Take, connection, transaction);
            await using var row = await take.ExecuteReaderAsync(ct);
            if (await row.ReadAsync(ct))
                return new ForwardingCursor(connection, transaction, row.GetFieldValue<ulong>(0), row.GetGuid(1));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async Task<IReadOnlyList<ForwardedEntry>> ReadAsync(CancellationToken ct)
    {
        await using var read = new NpgsqlCommand(Read, connection, transaction)
        {
            Parameters = { new() { Value = xact, NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = entryId }, new() { Value = BatchSize } },
        };
        await using var row = await read.ExecuteReaderAsync(ct);
        var entries = new List<ForwardedEntry>();
        while (await row.ReadAsync(ct))
        {
            entries.Add(new ForwardedEntry(row.GetFieldValue<ulong>(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetString(4))
            {
                ActorId = await TextAsync(row, 5, ct),
                SubjectId = await row.IsDBNullAsync(6, ct) ? null : row.GetGuid(6),
                SessionId = await row.IsDBNullAsync(7, ct) ? null : row.GetGuid(7),
                Reason = await TextAsync(row, 8, ct),
            });
        }

        return entries;
    }

    /// <summary>Recorded even while the host stops: the service has the entries.</summary>
    public async Task AdvanceAsync(ForwardedEntry last, int count, DateTimeOffset now)
    {
        await using var advance = new NpgsqlCommand(Advance, connection, transaction)
        {
            Parameters = { new() { Value = last.Xact, NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = last.Id }, new() { Value = (long)count }, new() { Value = now } },
        };
        await advance.ExecuteNonQueryAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static async Task<string?> TextAsync(NpgsqlDataReader row, int column, CancellationToken ct) =>
        await row.IsDBNullAsync(column, ct) ? null : row.GetString(column);
}

/// <summary>An audit entry on its way to the platform. The network address stays here: it is personal data.</summary>
/// <param name="Xact">The transaction that wrote it.</param>
internal sealed record ForwardedEntry(ulong Xact, Guid Id, DateTimeOffset OccurredAt, string Action, string ActorType)
{
    public string? ActorId { get; init; }

    public Guid? SubjectId { get; init; }

    public Guid? SessionId { get; init; }

    public string? Reason { get; init; }
}
