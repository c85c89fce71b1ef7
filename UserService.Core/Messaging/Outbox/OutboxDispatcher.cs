using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace UserService.Core.Messaging.Outbox;

/// <summary>Publishes committed events, woken by PostgreSQL's notifications and by a clock where they fail.</summary>
internal sealed class OutboxDispatcher(
    NpgsqlDataSource database, EventPublisher publisher, DatabaseSignals signals, IOptions<OutboxOptions> options, TimeProvider time, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = FirstDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await DispatchBatchAsync(stoppingToken))
                    delay = FirstDelay;
                await signals.WaitAsync(DatabaseSignals.Outbox, options.Value.PollInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Broker or database away: events wait where they are, and full service is back within seconds of them.
                Log.DispatchFailed(log, delay, e);
                await signals.WaitAsync(DatabaseSignals.None, delay, stoppingToken);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    private async Task<bool> DispatchBatchAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var batch = await OutboxBatch.ClaimAsync(database, options.Value.BatchSize, now, ct);
        if (batch is null)
            return false;
        var failures = await publisher.PublishAsync(batch.Events, ct);
        var (sent, refused) = Sort(batch.Events, failures, time.GetUtcNow());

        // What the broker has confirmed is recorded even while the host stops; otherwise it would be sent again.
        await batch.CompleteAsync(sent, refused, time.GetUtcNow(), CancellationToken.None);
        return batch.Events.Count > 0;
    }

    private (List<Guid> Sent, List<RefusedEvent> Refused) Sort(IReadOnlyList<WaitingEvent> events, IReadOnlyDictionary<Guid, Exception> failures, DateTimeOffset now)
    {
        var (sent, refused, held) = (new List<Guid>(events.Count), new List<RefusedEvent>(), new HashSet<Guid>());
        foreach (var one in events)
        {
            if (failures.TryGetValue(one.Id, out var failure))
            {
                refused.Add(Refuse(one, failure, now));
                held.Add(one.UserId);
            }
            else if (!held.Contains(one.UserId))
            {
                // Later events of a user whose earlier one was refused go out again behind it: order over economy.
                sent.Add(one.Id);
                MessagingTelemetry.Published.Add(1, new KeyValuePair<string, object?>("type", one.Type));
                MessagingTelemetry.Lag.Record((now - one.OccurredAt).TotalSeconds);
            }
        }

        return (sent, refused);
    }

    private RefusedEvent Refuse(WaitingEvent one, Exception failure, DateTimeOffset now)
    {
        var attempt = one.Attempts + 1;
        var wait = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, attempt)));
        MessagingTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("type", one.Type));
        Log.PublishFailed(log, one.Id, one.Type, attempt, wait, failure);
        return new RefusedEvent(one.Id, failure.GetType().Name, now + wait, attempt >= options.Value.MaxAttempts ? now : null);
    }
}
