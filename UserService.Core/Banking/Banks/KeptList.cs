using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Npgsql;

namespace UserService.Core.Banking.Banks;

/// <summary>
/// A partner's list, kept in memory and in PostgreSQL. One caller of a host fetches, the others wait for her; while the partner is away the
/// last list serves on, however old.
/// </summary>
internal sealed class KeptList<T>(string name, JsonTypeInfo<List<T>> type, NpgsqlDataSource database, IOptions<BankingOptions> options, TimeProvider time) : IDisposable
{
    // After a failed fetch the old list serves this long before the partner is asked again.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // Without one, those who waited for the fetch take its failure for theirs, instead of asking one after the other.
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim one = new(1, 1);
    private Kept? kept;

    public async Task<IReadOnlyList<T>?> GetAsync(Func<CancellationToken, Task<IReadOnlyList<T>?>> fetchAsync, CancellationToken ct)
    {
        if (kept is { } fresh && time.GetUtcNow() < fresh.Until)
            return fresh.Items;
        await one.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow();
            if (kept is { } meanwhile && now < meanwhile.Until)
                return meanwhile.Items;
            if (await LoadAsync(ct) is var (stored, fetchedAt) && now < fetchedAt + options.Value.KeepLists)
                return (kept = new Kept(stored, fetchedAt + options.Value.KeepLists)).Items;
            if (await fetchAsync(ct) is { Count: > 0 } fetched)
            {
                await StoreAsync([.. fetched], now, ct);
                return (kept = new Kept(fetched, now + options.Value.KeepLists)).Items;
            }

            var old = kept?.Items ?? (await LoadAsync(ct))?.Items;
            return (kept = new Kept(old, time.GetUtcNow() + (old is null ? ShortPause : Pause))).Items;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<(IReadOnlyList<T> Items, DateTimeOffset FetchedAt)?> LoadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT json::text, fetched_at FROM partner_lists WHERE name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (JsonSerializer.Deserialize(row.GetString(0), type)!, row.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    private async Task StoreAsync(List<T> items, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "INSERT INTO partner_lists (name, json, fetched_at) VALUES ($1, $2::jsonb, $3) ON CONFLICT (name) DO UPDATE SET json = excluded.json, fetched_at = excluded.fetched_at");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(items, type) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Kept(IReadOnlyList<T>? Items, DateTimeOffset Until);
}
