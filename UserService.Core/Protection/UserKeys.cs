using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Protection;

/// <summary>Gives out the data keys of users, made at first use. They are kept in memory for a bounded time and never in clear anywhere else.</summary>
internal sealed class UserKeys : IInvalidationListener, IDisposable
{
    private readonly NpgsqlDataSource database;
    private readonly NpgsqlDataSource gathered;
    private readonly GatheredStatements<Guid, StoredKey> reads;
    private readonly IKeyVault vault;
    private readonly TimeProvider time;
    private readonly MemoryCache unwrapped;

    // Long enough that a signed-in customer's requests unwrap once. Destroyed keys are dropped at once by hosts that follow the feed.
    private readonly TimeSpan keptFor;
    private int destroyed;

    public UserKeys(
        NpgsqlDataSource database, [FromKeyedServices(UserStore.Gathered)] NpgsqlDataSource gathered, IKeyVault vault, InvalidationFeed feed, IOptions<ProtectionOptions> options, TimeProvider time)
    {
        (this.database, this.gathered, this.vault, this.time) = (database, gathered, vault, time);
        reads = new GatheredStatements<Guid, StoredKey>(ReadAsync);
        keptFor = options.Value.UserKeyLifetime;
        unwrapped = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.Value.UserKeyCapacity });
        feed.Subscribe(this);
    }

    /// <summary>The key of a user; it is made where there is none yet, in a transaction of its own, so that it may be there without a value but never a value without it.</summary>
    public async ValueTask<UserKey> GetAsync(Guid userId, CancellationToken ct)
    {
        if (unwrapped.TryGetValue(userId, out Kept? known) && time.GetElapsedTime(known!.Since) < keptFor)
            return known.Key;
        var before = Volatile.Read(ref destroyed);
        var found = await reads.AskAsync(userId, ct) ?? await MakeAsync(userId, ct);
        var key = new UserKey(userId, await vault.UnwrapAsync(found.MasterKeyId, found.Wrapped, found.Id.ToString(), ct));
        unwrapped.Set(userId, new Kept(key, time.GetTimestamp()), new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = keptFor, Size = 1 });
        if (before != Volatile.Read(ref destroyed))
            Forget(userId); // it may be the key that was destroyed meanwhile; looked at only now, so that a destruction is either seen here or finds what to forget
        return key;
    }

    /// <summary>Drops what this host remembers of a user's key.</summary>
    public void Forget(Guid userId) => unwrapped.Remove(userId);

    void IInvalidationListener.Invalidated(InvalidatedThing thing, Guid key)
    {
        if (thing is not InvalidatedThing.UserKey)
            return;
        Interlocked.Increment(ref destroyed);
        Forget(key);
    }

    public void Dispose() => unwrapped.Dispose();

    // Of many customers at once in one statement, as their profiles are (ADR-008): most who open an app are not in memory.
    private async Task<IReadOnlyDictionary<Guid, StoredKey>> ReadAsync(Guid[] userIds)
    {
        await using var command = gathered.CreateCommand("SELECT subject_id, id, master_key_id, wrapped FROM data_keys WHERE subject_id = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = userIds });
        await using var row = await command.ExecuteReaderAsync();
        var found = new Dictionary<Guid, StoredKey>(userIds.Length);
        while (await row.ReadAsync())
            found[row.GetGuid(0)] = new StoredKey(row.GetGuid(1), row.GetString(2), row.GetFieldValue<byte[]>(3));
        return found;
    }

    // Of several that make it at once one wins, and all use hers. Who is erased gets no new one.
    private async Task<StoredKey> MakeAsync(Guid userId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var wrapped = await vault.WrapAsync(RandomNumberGenerator.GetBytes(32), id.ToString(), ct);
        await using var command = database.CreateCommand(
            """
            INSERT INTO data_keys (id, subject_id, master_key_id, wrapped, created_at)
            SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM users WHERE id = $2 AND status = 'Erased')
            ON CONFLICT (subject_id) DO NOTHING
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wrapped.MasterKeyId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = wrapped.Bytes });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(ct);
        return await reads.AskAsync(userId, ct) ?? throw new InvalidOperationException("The user is erased and has no data key any more.");
    }

    private sealed record Kept(UserKey Key, long Since);

    private sealed record StoredKey(Guid Id, string MasterKeyId, byte[] Wrapped);
}
