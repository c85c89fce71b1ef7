using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace UserService.Core.Messaging;

/// <summary>Listens to PostgreSQL's notifications on one connection and wakes who waits. A missed one costs a poll interval, nothing else.</summary>
internal sealed class DatabaseSignals(NpgsqlDataSource database, TimeProvider time, ILogger<DatabaseSignals> log) : BackgroundService
{
    /// <summary>An event was committed.</summary>
    public const string Outbox = "outbox";

    /// <summary>A message to a customer was committed.</summary>
    public const string Notifications = "notifications";

    /// <summary>Nothing signals this one: waiting for it is waiting for the time.</summary>
    public const string None = "none";

    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> bells = new();

    /// <summary>Returns at the next signal, or at once if one came since the last wait, or after <paramref name="longest"/>.</summary>
    public async Task WaitAsync(string channel, TimeSpan longest, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await Bell(channel).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // time is up: look anyway
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.ListenFailed(log, Outbox, e);
                await WaitAsync(None, Reconnect, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) => Ring(notification.Channel);
        await using (var listen = new NpgsqlCommand($"LISTEN {Outbox}; LISTEN {Notifications}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        Ring(Outbox);
        Ring(Notifications);
        while (!ct.IsCancellationRequested)
            await connection.WaitAsync(ct);
    }

    private void Ring(string channel)
    {
        var bell = Bell(channel);
        if (bell.CurrentCount == 0)
            bell.Release();
    }

    private SemaphoreSlim Bell(string channel) => bells.GetOrAdd(channel, static _ => new SemaphoreSlim(0));
}
