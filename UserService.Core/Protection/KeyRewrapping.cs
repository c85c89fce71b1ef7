using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace UserService.Core.Protection;

/// <inheritdoc cref="IKeyRewrapping"/>
internal sealed class KeyRewrapping(NpgsqlDataSource database, IKeyVault vault, ILogger<KeyRewrapping> log) : IKeyRewrapping
{
    public async Task<RewrapProgress> RewrapAsync(int batch, IProgress<RewrapProgress> progress, CancellationToken ct)
    {
        var current = await vault.GetCurrentKeyIdAsync(ct);
        var state = new RewrapProgress(0, 0, await RemainingAsync(current, ct));
        progress.Report(state);

        // Ordered by id with a floor: a key that cannot be unwrapped is passed once and not met again in this run.
        for (var floor = Guid.Empty; ;)
        {
            var done = await RewrapBatchAsync(current, floor, batch, ct);
            if (done.Seen == 0)
                return state with { Remaining = await RemainingAsync(current, ct) };
            floor = done.Last;
            state = new RewrapProgress(state.Rewrapped + done.Rewrapped, state.Failed + done.Failed, state.Remaining - done.Rewrapped);
            progress.Report(state);
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT master_key_id, count(*) FROM data_keys GROUP BY 1 ORDER BY 1");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(ct))
            counts[rows.GetString(0)] = rows.GetInt64(1);
        return counts;
    }

    private async Task<(int Seen, int Rewrapped, int Failed, Guid Last)> RewrapBatchAsync(string current, Guid floor, int size, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var keys = await ClaimAsync(connection, current, floor, size, ct);
        var wrapped = new List<(Guid Id, WrappedKey Key)>(keys.Count);
        foreach (var (id, masterKeyId, bytes) in keys)
        {
            if (await TryRewrapAsync(id, masterKeyId, bytes, ct) is { } key)
                wrapped.Add((id, key));
        }

        await using var update = new NpgsqlCommand(
            """
            UPDATE data_keys k SET master_key_id = n.master_key_id, wrapped = n.wrapped
            FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS n(id, master_key_id, wrapped) WHERE k.id = n.id
            """,
            connection,
            transaction);
        update.Parameters.Add(new NpgsqlParameter { Value = wrapped.Select(w => w.Id).ToArray() });
        update.Parameters.Add(new NpgsqlParameter { Value = wrapped.Select(w => w.Key.MasterKeyId).ToArray() });
        update.Parameters.Add(new NpgsqlParameter { Value = wrapped.Select(w => w.Key.Bytes).ToArray() });
        await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return (keys.Count, wrapped.Count, keys.Count - wrapped.Count, keys.Count > 0 ? keys[^1].Id : floor);
    }

    private static async Task<List<(Guid Id, string MasterKeyId, byte[] Wrapped)>> ClaimAsync(NpgsqlConnection connection, string current, Guid floor, int size, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id, master_key_id, wrapped FROM data_keys WHERE master_key_id <> $1 AND id > $2 ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = current });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = floor });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var keys = new List<(Guid, string, byte[])>(size);
        while (await rows.ReadAsync(ct))
            keys.Add((rows.GetGuid(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2)));
        return keys;
    }

    private async Task<WrappedKey?> TryRewrapAsync(Guid id, string masterKeyId, byte[] wrapped, CancellationToken ct)
    {
        try
        {
            var dataKey = await vault.UnwrapAsync(masterKeyId, wrapped, id.ToString(), ct);
            var again = await vault.WrapAsync(dataKey, id.ToString(), ct);
            CryptographicOperations.ZeroMemory(dataKey);
            return again;
        }
        catch (CryptographicException e)
        {
            Log.KeyNotUnwrapped(log, id, masterKeyId, e);
            return null;
        }
    }

    private async Task<long> RemainingAsync(string current, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM data_keys WHERE master_key_id <> $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = current });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
