using System.Collections.Concurrent;
using Npgsql;
using UserService.Core.Messaging;

namespace UserService.Core.Authentication.Clients;

/// <inheritdoc cref="IClientCertificates"/>
internal sealed class ClientCertificates : IClientCertificates, IInvalidationListener
{
    private readonly NpgsqlDataSource database;
    private readonly InvalidationFeed feed;

    // By the configured clients' names only: a certificate of the authority names one of them, or is refused before.
    private readonly ConcurrentDictionary<string, IReadOnlySet<string>> known = new(StringComparer.Ordinal);
    private int changes;

    public ClientCertificates(NpgsqlDataSource database, InvalidationFeed feed)
    {
        (this.database, this.feed) = (database, feed);
        feed.Subscribe(this);
    }

    public ValueTask<IReadOnlySet<string>?> ScopesOfAsync(string clientId, CancellationToken ct) =>
        feed.IsCurrent && known.TryGetValue(clientId, out var scopes) ? ValueTask.FromResult<IReadOnlySet<string>?>(scopes) : ReadAsync(clientId, ct);

    void IInvalidationListener.Invalidated(InvalidatedThing thing, Guid key)
    {
        if (thing is not InvalidatedThing.Client)
            return;
        Interlocked.Increment(ref changes);
        known.Clear();
    }

    private async ValueTask<IReadOnlySet<string>?> ReadAsync(string clientId, CancellationToken ct)
    {
        var (before, wasCurrent) = (Volatile.Read(ref changes), feed.IsCurrent);
        await using var command = database.CreateCommand("SELECT scopes FROM service_clients WHERE id = $1 AND disabled_at IS NULL");
        command.Parameters.Add(new NpgsqlParameter { Value = clientId });
        if (await command.ExecuteScalarAsync(ct) is not string[] scopes)
            return null;
        var set = new HashSet<string>(scopes, StringComparer.Ordinal);
        if (wasCurrent && before == Volatile.Read(ref changes))
            known[clientId] = set;
        return set;
    }
}
