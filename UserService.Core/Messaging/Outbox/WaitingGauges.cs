using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace UserService.Core.Messaging.Outbox;

/// <summary>
/// Looks how many events and messages wait, and for how long: a counter of what was sent cannot tell that nothing leaves any more. Every Worker
/// tells the same, so a query takes the highest.
/// </summary>
internal sealed class WaitingGauges : BackgroundService
{
    // As often as Prometheus asks.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // Counted no further than this: more than an hour's events of a large bank tell no more than that they wait.
    private const string Look =
        """
        SELECT count(*), min(at) FROM (SELECT occurred_at AS at FROM outbox_messages WHERE sent_at IS NULL AND abandoned_at IS NULL LIMIT 100000) AS events
        UNION ALL
        SELECT count(*), min(at) FROM (SELECT created_at AS at FROM notifications WHERE status = 'Pending' LIMIT 100000) AS messages
        """;

    private readonly NpgsqlDataSource database;
    private readonly TimeProvider time;
    private readonly ILogger<WaitingGauges> log;
    private readonly Meter meter;
    private volatile Waiting? last;

    public WaitingGauges(NpgsqlDataSource database, IMeterFactory meters, TimeProvider time, ILogger<WaitingGauges> log)
    {
        (this.database, this.time, this.log) = (database, time, log);
        meter = meters.Create("UserService.Waiting");
        meter.CreateObservableGauge("user_service.outbox.waiting", () => Tell(w => w.Events), "{event}", "Events that wait for the broker");
        meter.CreateObservableGauge("user_service.outbox.oldest", () => Tell(w => Age(w.OldestEvent)), "s", "How long the oldest of them has waited; 0 where none waits");
        meter.CreateObservableGauge("user_service.notifications.waiting", () => Tell(w => w.Messages), "{message}", "Messages to customers that wait to be sent");
        meter.CreateObservableGauge("user_service.notifications.oldest", () => Tell(w => Age(w.OldestMessage)), "s", "How long the oldest of them has waited; 0 where none waits");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the Worker stops
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand(Look);
            await using var rows = await command.ExecuteReaderAsync(ct);
            var (events, messages) = (await ReadAsync(rows, ct), await ReadAsync(rows, ct));
            last = new Waiting(events.Count, events.Oldest, messages.Count, messages.Oldest);
        }
        catch (NpgsqlException e)
        {
            // What is not known is not told: the gauges are absent until PostgreSQL answers again.
            last = null;
            Log.WaitingNotCounted(log, e);
        }
    }

    private static async Task<(long Count, DateTimeOffset? Oldest)> ReadAsync(NpgsqlDataReader rows, CancellationToken ct)
    {
        await rows.ReadAsync(ct);
        return (rows.GetInt64(0), await rows.IsDBNullAsync(1, ct) ? null : rows.GetFieldValue<DateTimeOffset>(1));
    }

    private double Age(DateTimeOffset? since) => since is { } at ? Math.Max(0, (time.GetUtcNow() - at).TotalSeconds) : 0;

    private IEnumerable<Measurement<double>> Tell(Func<Waiting, double> what) => last is { } waiting ? [new(what(waiting))] : [];

    private sealed record Waiting(long Events, DateTimeOffset? OldestEvent, long Messages, DateTimeOffset? OldestMessage);
}
