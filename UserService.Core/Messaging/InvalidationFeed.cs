using System.Collections.Immutable;
using Npgsql;

namespace UserService.Core.Messaging;

/// <summary>Hears of things that this host may remember.</summary>
internal interface IInvalidationListener
{
    void Invalidated(InvalidatedThing thing, Guid key);
}

/// <summary>
/// Reads what other hosts committed to <c>cache_invalidations</c>, four times a second. A row is written in the transaction of the
/// change it tells of, so none is lost and none is early; PostgreSQL's snapshots tell exactly which rows are new, late commits included.
/// See docs/decisions/ADR-003.
/// </summary>
internal sealed class InvalidationFeed(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>How often the table is read. With one read taking milliseconds a change is known within 0.3 s; a second is promised.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // A read that began longer ago than this cannot vouch for the last second.
    private static readonly TimeSpan Trust = TimeSpan.FromMilliseconds(900);

    private ImmutableArray<IInvalidationListener> listeners = [];
    private long lastReadStarted = long.MinValue;
    private ulong? readFrom;

    /// <summary>Whether every change committed up to 0.9 s ago has been heard of.</summary>
    public bool IsCurrent
    {
        get
        {
            var started = Volatile.Read(ref lastReadStarted);
            return started != long.MinValue && time.GetElapsedTime(started) < Trust;
        }
    }

    public void Subscribe(IInvalidationListener listener) => ImmutableInterlocked.Update(ref listeners, static (all, one) => all.Add(one), listener);

    /// <summary>Reads what is new and tells the listeners.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        var started = time.GetTimestamp();
        await using var command = database.CreateCommand(
            """
            SELECT pg_snapshot_xmin(pg_current_snapshot()), NULL::smallint, NULL::uuid
            UNION ALL
            SELECT NULL, kind, key FROM cache_invalidations WHERE xact >= $1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = readFrom ?? ulong.MaxValue >> 1, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 });
        ulong next = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (!await reader.IsDBNullAsync(0, ct))
                next = reader.GetFieldValue<ulong>(0);
            else
                Tell((InvalidatedThing)reader.GetInt16(1), reader.GetGuid(2));
        }

        readFrom = next;
        Volatile.Write(ref lastReadStarted, started);
    }

    private void Tell(InvalidatedThing thing, Guid key)
    {
        foreach (var listener in listeners)
            listener.Invalidated(thing, key);
    }
}
