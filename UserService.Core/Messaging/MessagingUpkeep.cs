using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Messaging.Outbox;
using UserService.Core.Persistence;

namespace UserService.Core.Messaging;

/// <summary>Makes partitions ahead of need and removes what has served: old notes of handled events, invalidations, and partitions in which everything is sent.</summary>
internal sealed class MessagingUpkeep(
    NpgsqlDataSource database, Partitions partitions, DatabaseSignals signals, IOptions<InboxOptions> inbox, IOptions<OutboxOptions> outbox, ILogger<MessagingUpkeep> log)
    : BackgroundService
{
    private const int LargestDelete = 10_000; // a second's work at most, and no lock that anybody waits for
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    // Hosts read invalidations four times a second; one that has not for a day has long stopped believing its memory.
    private static readonly TimeSpan KeepInvalidations = TimeSpan.FromDays(1);

    /// <summary>Does all of it once. Safe from several Workers at once.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        await partitions.EnsureAsync(ct);
        var notes = await DeleteAsync(
            $"DELETE FROM inbox_messages WHERE ctid IN (SELECT ctid FROM inbox_messages WHERE handled_at < now() - $1::interval LIMIT {LargestDelete})", inbox.Value.RememberFor, ct);
        var invalidations = await DeleteAsync(
            $"DELETE FROM cache_invalidations WHERE ctid IN (SELECT ctid FROM cache_invalidations WHERE at < now() - $1::interval LIMIT {LargestDelete})", KeepInvalidations, ct);
        await using var drop = database.CreateCommand("SELECT drop_sent_outbox_partitions($1)");
        drop.Parameters.Add(new NpgsqlParameter { Value = outbox.Value.KeepSentFor });
        var dropped = (int)(await drop.ExecuteScalarAsync(ct))!;
        if (notes + invalidations + dropped > 0)
            Log.Tidied(log, notes, invalidations, dropped);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.TidyingFailed(log, pause = AfterFailure, e);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await signals.WaitAsync(DatabaseSignals.None, pause, stoppingToken);
        }
    }

    private async Task<int> DeleteAsync(string statement, TimeSpan age, CancellationToken ct)
    {
        var all = 0;
        while (true)
        {
            await using var command = database.CreateCommand(statement);
            command.Parameters.Add(new NpgsqlParameter { Value = age });
            var deleted = await command.ExecuteNonQueryAsync(ct);
            all += deleted;
            if (deleted < LargestDelete)
                return all;
        }
    }
}
