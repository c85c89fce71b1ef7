using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace UserService.Core.Messaging.Outbox;

/// <summary>Publishes with confirms over a channel of its own, which it makes anew after a failure.</summary>
internal sealed class EventPublisher(BrokerConnection broker, IOptions<OutboxOptions> options, TimeProvider time, ILogger<EventPublisher> log) : IAsyncDisposable
{
    private IChannel? channel;

    /// <summary>
    /// Publishes all in order and waits for their confirms together. Gives the refusals; an exception means that the broker is away
    /// and that nothing is known of the whole batch.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, Exception>> PublishAsync(IReadOnlyList<WaitingEvent> events, CancellationToken ct)
    {
        try
        {
            var open = await OpenAsync(ct);
            return await SettleAsync(events, [.. events.Select(e => PublishAsync(open, e, ct))]).WaitAsync(options.Value.ConfirmTimeout, time, ct);
        }
        catch (Exception)
        {
            await CloseAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private static async Task PublishAsync(IChannel channel, WaitingEvent waiting, CancellationToken ct)
    {
        using var activity = MessagingTelemetry.Source.StartActivity($"{Topology.Events} publish", ActivityKind.Producer, waiting.TraceParent);
        activity?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.destination.name", Topology.Events)
            .SetTag("messaging.rabbitmq.destination.routing_key", waiting.Type).SetTag("messaging.message.id", waiting.Id.ToString());
        var traceParent = activity?.Id ?? waiting.TraceParent;
        var properties = new BasicProperties
        {
            Persistent = true,
            ContentType = EventEnvelope.ContentType,
            MessageId = waiting.Id.ToString(),
            Type = waiting.Type,
            AppId = "user-service",
            Timestamp = new AmqpTimestamp(waiting.OccurredAt.ToUnixTimeSeconds()),
            Headers = traceParent is null ? null : new Dictionary<string, object?> { ["traceparent"] = traceParent },
        };
        await channel.BasicPublishAsync(Topology.Events, waiting.Type, mandatory: true, properties, EventEnvelope.Encode(waiting, traceParent), ct);
    }

    private static async Task<IReadOnlyDictionary<Guid, Exception>> SettleAsync(IReadOnlyList<WaitingEvent> events, Task[] confirms)
    {
        var refused = new Dictionary<Guid, Exception>();
        for (var i = 0; i < confirms.Length; i++)
        {
            try
            {
                await confirms[i];
            }
            catch (PublishException e)
            {
                refused[events[i].Id] = e; // a nack of this message; the others stand
            }
        }

        return refused;
    }

    private async Task<IChannel> OpenAsync(CancellationToken ct)
    {
        if (channel is { IsOpen: true })
            return channel;
        await CloseAsync();
        var connection = await broker.GetAsync(ct);
        channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await Topology.DeclareAsync(channel, ct);
        Log.BrokerConnected(log);
        return channel;
    }

    private async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref channel, null) is { } old)
            await old.DisposeAsync();
    }
}
