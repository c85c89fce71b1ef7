using RabbitMQ.Client;

namespace UserService.Core.Messaging.Inbox;

/// <summary>
/// The queues that events come in through. A failed event waits in a queue without consumers until its time there is up and the broker
/// hands it back to the inbox, so that no plug-in is needed.
/// </summary>
internal sealed class InboxTopology(InboxOptions options, IEnumerable<EventSubscription> subscriptions)
{
    // Returns count too (a Worker that dies gives back what it holds), so this is far above what restarts amount to: it is for the event
    // that kills its Worker each time. The dead-letter queue then has it.
    private const long DeliveryLimit = 50;

    /// <summary>Where events wait to be handled.</summary>
    public string Inbox => options.Queue;

    /// <summary>Where events go that nothing more is tried for.</summary>
    public string Dead => $"{options.Queue}.dead";

    /// <summary>Where an event waits after so many failures: 1 and more.</summary>
    public string Retry(int failures) => $"{options.Queue}.retry.{(long)Delay(failures).TotalMilliseconds}ms";

    /// <exception cref="TopologyClashException">Something of that name exists and is different.</exception>
    public async Task DeclareAsync(IChannel channel, CancellationToken ct)
    {
        await TopologyClashException.WatchAsync(Dead, () => QueueAsync(channel, Dead, [], ct));
        for (var failures = 1; failures < options.MaxAttempts; failures++)
        {
            var (name, delay) = (Retry(failures), Delay(failures));
            await TopologyClashException.WatchAsync(name, () => QueueAsync(channel, name, new(To(Inbox)) { ["x-message-ttl"] = (long)delay.TotalMilliseconds }, ct));
        }

        await TopologyClashException.WatchAsync(Inbox, () => QueueAsync(channel, Inbox, new(To(Dead)) { ["x-delivery-limit"] = DeliveryLimit }, ct));
        foreach (var (exchange, type) in subscriptions.Select(s => (s.Exchange, s.Type)))
        {
            // Whoever starts first declares the exchange; its owner declares the same.
            await TopologyClashException.WatchAsync(exchange, () => channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct));
            await channel.QueueBindAsync(Inbox, exchange, type, cancellationToken: ct);
        }
    }

    // https://www.rabbitmq.com/docs/3.13/quorum-queues: at-least-once needs reject-publish, or a full target would lose messages.
    private static Dictionary<string, object?> To(string queue) => new()
    {
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = queue,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    private static Task<QueueDeclareOk> QueueAsync(IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken ct) =>
        channel.QueueDeclareAsync(
            name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(arguments) { ["x-queue-type"] = "quorum" }, cancellationToken: ct);

    private TimeSpan Delay(int failures) => options.RetryDelay * Math.Pow(5, failures - 1);
}
