using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace UserService.Core.Protection;

/// <summary>Gives out the data keys of users, made at first use. They are kept in memory for a bounded time and never in clear anywhere else.</summary>
internal sealed class UserKeys(NpgsqlDataSource database, IKeyVault vault, TimeProvider time) : IDisposable
{
    // Long enough that a signed-in customer's requests unwrap once, short enough that a destroyed key is soon gone from every host.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);
    private const int KeptAtMost = 20_000; // about 4 MiB

    private readonly MemoryCache unwrapped = new(new MemoryCacheOptions { SizeLimit = KeptAtMost });

    /// <summary>The key of a user; it is made where there is none yet, in a transaction of its own, so that it may be there without a value but never a value without it.</summary>
    public async ValueTask<UserKey> GetAsync(Guid userId, CancellationToken ct)
    {
        if (unwrapped.TryGetValue(userId, out UserKey? known))
            return known!;
        var (id, masterKeyId, wrapped) = await FindAsync(userId, ct) ?? await MakeAsync(userId, ct);
        var key = new UserKey(userId, await vault.UnwrapAsync(masterKeyId, wrapped, id.ToString(), ct));
        return unwrapped.Set(userId, key, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = KeptFor, Size = 1 });
    }

    /// <summary>Drops what this host remembers of a user's key.</summary>
    public void Forget(Guid userId) => unwrapped.Remove(userId);

    public void Dispose() => unwrapped.Dispose();

    private async Task<(Guid Id, string MasterKeyId, byte[] Wrapped)?> FindAsync(Guid userId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT id, master_key_id, wrapped FROM data_keys WHERE subject_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetGuid(0), row.GetString(1), row.GetFieldValue<byte[]>(2)) : null;
    }

    // Of several that make it at once one wins, and all use hers.
    private async Task<(Guid Id, string MasterKeyId, byte[] Wrapped)> MakeAsync(Guid userId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var masterKeyId = vault.CurrentKeyId;
        var wrapped = await vault.WrapAsync(RandomNumberGenerator.GetBytes(32), id.ToString(), ct);
        await using var command = database.CreateCommand(
            "INSERT INTO data_keys (id, subject_id, master_key_id, wrapped, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject_id) DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = masterKeyId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = wrapped });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(ct);
        return await FindAsync(userId, ct) ?? throw new InvalidOperationException("The data key of a user vanished while it was made.");
    }
}
