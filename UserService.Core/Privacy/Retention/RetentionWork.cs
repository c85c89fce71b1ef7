using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserService.Core.Persistence;

namespace UserService.Core.Privacy.Retention;

/// <summary>Removes rows that have outlived their use, a batch at a time, as <c>personal-data.json</c> says. What a legal hold stands on stays.</summary>
internal sealed class RetentionWork(UserDbContext db, PersonalDataMap map, IOptions<PrivacyOptions> options, TimeProvider time, ILogger<RetentionWork> log)
{
    private const int Batch = 5_000; // short transactions beside the traffic

    /// <summary>How many rows went.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var total = 0;
        foreach (var (table, rule) in map.Tables)
        {
            if (rule.Retention is not { } retention)
                continue;
            var until = time.GetUtcNow() - (options.Value.Retention.TryGetValue(table, out var configured) ? configured : retention.Keep);
            try
            {
                total += await RemoveAsync(table, rule.Owner, retention, until, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Log.WorkFailed(log, e); // one table must not keep the others from their turn
            }
        }

        return total;
    }

    private async Task<int> RemoveAsync(string table, string? owner, RetentionRule rule, DateTimeOffset until, CancellationToken ct)
    {
        // Names come from the map, which is part of the program. Of a partitioned table a row's place is unique together with its partition only.
        var statement =
            $$"""
            DELETE FROM {{table}} WHERE (tableoid, ctid) IN (
                SELECT tableoid, ctid FROM {{table}} WHERE {{rule.After}} < {0}{{(rule.Where is null ? "" : $" AND ({rule.Where})")}}{{NotHeld(owner)}} LIMIT {{Batch}})
            """;
        var removed = 0;
        int batch;
        do
        {
            batch = await db.Database.ExecuteSqlRawAsync(statement, [until], ct);
            removed += batch;
        }
        while (batch == Batch);
        if (removed > 0)
            Log.Removed(log, removed, table);
        return removed;
    }

    // A column that is called as none of a table is: the owner's condition must not mean the hold's own.
    private static string NotHeld(string? owner) => owner is null
        ? ""
        : $" AND NOT EXISTS (SELECT FROM (SELECT user_id AS held_by_law FROM legal_holds WHERE released_at IS NULL) holds WHERE {owner.Replace("$1", "held_by_law", StringComparison.Ordinal)})";
}
