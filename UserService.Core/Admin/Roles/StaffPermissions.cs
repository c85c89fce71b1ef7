using System.Collections.Frozen;
using Npgsql;
using UserService.Core.Messaging;

namespace UserService.Core.Admin.Roles;

/// <summary>Keeps what roles allow in memory, as <see cref="Authentication.Clients.DisabledClients"/> does with clients: a trigger on the table tells of changes.</summary>
internal sealed class StaffPermissions : IStaffPermissions, IInvalidationListener
{
    private readonly NpgsqlDataSource database;
    private readonly InvalidationFeed feed;
    private Snapshot? known;
    private int changes;

    public StaffPermissions(NpgsqlDataSource database, InvalidationFeed feed)
    {
        (this.database, this.feed) = (database, feed);
        feed.Subscribe(this);
    }

    public async ValueTask<IReadOnlySet<string>> OfAsync(IReadOnlyList<string> roles, CancellationToken ct)
    {
        if (roles.Count == 0)
            return FrozenSet<string>.Empty;
        var all = Current ?? await LoadAsync(ct);
        return roles.SelectMany(role => all.GetValueOrDefault(role, [])).ToFrozenSet(StringComparer.Ordinal);
    }

    void IInvalidationListener.Invalidated(InvalidatedThing thing, Guid key)
    {
        if (thing is InvalidatedThing.RolePermissions)
            Interlocked.Increment(ref changes);
    }

    private FrozenDictionary<string, string[]>? Current =>
        Volatile.Read(ref known) is { } snapshot && snapshot.Changes == Volatile.Read(ref changes) && feed.IsCurrent ? snapshot.ByRole : null;

    private async Task<FrozenDictionary<string, string[]>> LoadAsync(CancellationToken ct)
    {
        var (before, wasCurrent) = (Volatile.Read(ref changes), feed.IsCurrent);
        var read = await ReadAsync(ct);
        if (wasCurrent)
            Volatile.Write(ref known, new Snapshot(before, read));
        return read;
    }

    private async Task<FrozenDictionary<string, string[]>> ReadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT role, array_agg(permission::text) FROM role_permissions GROUP BY role");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var all = new Dictionary<string, string[]>();
        while (await reader.ReadAsync(ct))
            all[reader.GetString(0)] = reader.GetFieldValue<string[]>(1);
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private sealed record Snapshot(int Changes, FrozenDictionary<string, string[]> ByRole);
}
