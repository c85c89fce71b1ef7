using System.Collections.Frozen;
using Npgsql;
using UserService.Core.Messaging;

namespace UserService.Core.Authentication.Clients;

/// <summary>
/// Refuses the tokens of a disabled client within a second, as <see cref="Sessions.SessionGate"/> does with sessions. Disabled clients are
/// few, so each host keeps all of them and reads them again when <see cref="InvalidationFeed"/> tells of a change.
/// </summary>
internal sealed class DisabledClients : IInvalidationListener
{
    private readonly NpgsqlDataSource database;
    private readonly InvalidationFeed feed;
    private Snapshot? known;
    private int changes;

    public DisabledClients(NpgsqlDataSource database, InvalidationFeed feed)
    {
        (this.database, this.feed) = (database, feed);
        feed.Subscribe(this);
    }

    /// <summary>True where memory alone can answer.</summary>
    public bool IsKnownEnabled(string clientId) => Current is { } ids && !ids.Contains(clientId);

    public async ValueTask<bool> IsEnabledAsync(string clientId, CancellationToken ct)
    {
        if (Current is { } ids)
            return !ids.Contains(clientId);
        var (before, wasCurrent) = (Volatile.Read(ref changes), feed.IsCurrent);
        var read = await ReadAsync(ct);
        if (wasCurrent)
            Volatile.Write(ref known, new Snapshot(before, read));
        return !read.Contains(clientId);
    }

    void IInvalidationListener.Invalidated(InvalidatedThing thing, Guid key)
    {
        if (thing is InvalidatedThing.Client)
            Interlocked.Increment(ref changes);
    }

    private FrozenSet<string>? Current =>
        Volatile.Read(ref known) is { } snapshot && snapshot.Changes == Volatile.Read(ref changes) && feed.IsCurrent ? snapshot.Ids : null;

    private async Task<FrozenSet<string>> ReadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT id FROM service_clients WHERE disabled_at IS NOT NULL");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<string>();
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetString(0));
        return ids.ToFrozenSet(StringComparer.Ordinal);
    }

    private sealed record Snapshot(int Changes, FrozenSet<string> Ids);
}
