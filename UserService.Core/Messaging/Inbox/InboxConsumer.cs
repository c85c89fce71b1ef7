using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace UserService.Core.Messaging.Inbox;

/// <summary>Takes events from the inbox. What fails waits and comes again; what failed too often, or can never be handled, goes to the dead letters.</summary>
internal sealed class InboxConsumer(
    QueueReader reader, InboxJudge judge, InboxTopology topology, IOptions<InboxOptions> options, TimeProvider time, ILogger<InboxConsumer> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => reader.RunAsync(
        new QueueReading(topology.Inbox, options.Value.Prefetch, options.Value.AtOnce, topology.DeclareAsync, HandleAsync), stoppingToken);

    private async Task HandleAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken ct)
    {
        try
        {
            var outcome = await judge.JudgeAsync(delivery.Body, ct);
            await SettleAsync(channel, delivery, outcome, ct);

            // Only now: what is not acknowledged comes again, so nothing is lost between the two.
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, ct);
            MessagingTelemetry.Received.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.SettlingFailed(log, delivery.DeliveryTag, e);
            if (channel.IsOpen)
                await ReturnAsync(channel, delivery);
        }
        catch (OperationCanceledException)
        {
            // The host stops: the broker hands the event to another Worker.
        }
    }

    private async Task SettleAsync(IChannel channel, BasicDeliverEventArgs delivery, InboxOutcome outcome, CancellationToken ct)
    {
        var attempt = DeliveryHeaders.AttemptOf(delivery.BasicProperties);
        switch (outcome)
        {
            case InboxOutcome.Failed failed when attempt < options.Value.MaxAttempts:
                await PublishAsync(channel, topology.Retry(attempt), delivery, DeliveryHeaders.Again(delivery, attempt + 1), ct);
                break;
            case InboxOutcome.Failed failed:
                await BuryAsync(channel, delivery, failed.Reason, attempt, ct);
                break;
            case InboxOutcome.Unusable unusable:
                await BuryAsync(channel, delivery, unusable.Reason, attempt, ct);
                break;
        }
    }

    private async Task BuryAsync(IChannel channel, BasicDeliverEventArgs delivery, string reason, int attempts, CancellationToken ct)
    {
        Log.EventBuried(log, delivery.BasicProperties.MessageId, reason, attempts);
        await PublishAsync(channel, topology.Dead, delivery, DeliveryHeaders.Dead(delivery, reason, attempts, time.GetUtcNow()), ct);
    }

    // Through the default exchange straight into the queue; mandatory and confirmed, so that a missing queue is an error and no loss.
    private static async Task PublishAsync(IChannel channel, string queue, BasicDeliverEventArgs delivery, BasicProperties properties, CancellationToken ct) =>
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, delivery.Body, ct);

    private async Task ReturnAsync(IChannel channel, BasicDeliverEventArgs delivery)
    {
        try
        {
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
        }
        catch (Exception e)
        {
            Log.SettlingFailed(log, delivery.DeliveryTag, e); // the channel has just gone, and the event goes back with it
        }
    }
}
