using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Sessions;

/// <summary>
/// Says whether a session is still live, mostly from memory. Revocations arrive through <see cref="InvalidationFeed"/>
/// within a second of their commit; while the feed is not heard from, every answer comes from PostgreSQL, where questions of the same moment share a
/// statement (ADR-008).
/// </summary>
internal sealed class SessionGate : IInvalidationListener
{
    private readonly NpgsqlDataSource database;
    private readonly InvalidationFeed feed;
    private readonly TimeProvider time;
    private readonly GatheredStatements<Guid, LiveSession> reads;
    private readonly ConcurrentDictionary<Guid, TrackedSession> sessions = new();

    public SessionGate([FromKeyedServices(UserStore.Gathered)] NpgsqlDataSource database, InvalidationFeed feed, TimeProvider time)
    {
        (this.database, this.feed, this.time) = (database, feed, time);
        reads = new GatheredStatements<Guid, LiveSession>(ReadAsync);
        feed.Subscribe(this);
    }

    /// <summary>The object that stands for the session on this host.</summary>
    public TrackedSession Track(Guid sessionId)
    {
        if (sessions.Count > 100_000)
            Forget();
        return sessions.GetOrAdd(sessionId, static id => new TrackedSession(id));
    }

    /// <summary>True where memory alone can answer; no allocation and no await.</summary>
    public bool IsKnownLive(TrackedSession session) => session.IsLive && feed.IsCurrent && time.GetUtcNow() < session.EndsAt;

    public async ValueTask<bool> IsLiveAsync(TrackedSession session, CancellationToken ct)
    {
        if (IsKnownLive(session))
            return true;
        if (session.HasEnded)
            return false;
        if (await reads.AskAsync(session.Id, ct) is not { } live)
        {
            session.End();
            return false;
        }

        session.Loaded(live.EndsAt);
        return !session.HasEnded && time.GetUtcNow() < live.EndsAt;
    }

    /// <summary>This host revoked it itself: no need to wait for the feed.</summary>
    public void Ended(Guid sessionId)
    {
        if (sessions.TryGetValue(sessionId, out var session))
            session.End();
    }

    void IInvalidationListener.Invalidated(InvalidatedThing thing, Guid key)
    {
        if (thing is InvalidatedThing.Session)
            Ended(key);
    }

    private async Task<IReadOnlyDictionary<Guid, LiveSession>> ReadAsync(Guid[] ids)
    {
        await using var command = database.CreateCommand(
            """
            SELECT s.id, s.absolute_expires_at FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = ANY($1) AND s.revoked_at IS NULL AND u.status IN ('Active', 'Frozen')
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        var live = new Dictionary<Guid, LiveSession>(ids.Length);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            live[row.GetGuid(0)] = new LiveSession(row.GetFieldValue<DateTimeOffset>(1));
        return live;
    }

    // Tokens that still hold a forgotten session find out, track it anew and ask again, so no revocation passes them by.
    private void Forget()
    {
        foreach (var (id, session) in sessions)
        {
            session.Forget();
            sessions.TryRemove(id, out _);
        }
    }

    private sealed record LiveSession(DateTimeOffset EndsAt);
}
