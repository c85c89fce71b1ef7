using RabbitMQ.Client;

namespace UserService.Core.Messaging;

/// <summary>Exchanges and queues of this service, declared by whoever connects first; declaring again changes nothing.</summary>
internal static class Topology
{
    /// <summary>The topic exchange that the platform binds to.</summary>
    public const string Events = "user.events";

    /// <summary>Takes events that no queue is bound for, so that a consumer that comes late has lost nothing.</summary>
    public const string Unrouted = "user.events.unrouted";

    // A week is longer than any deployment of a consumer takes; the oldest go first beyond the limit.
    private static readonly Dictionary<string, object?> UnroutedArguments = new()
    {
        ["x-queue-type"] = "quorum",
        ["x-message-ttl"] = (long)TimeSpan.FromDays(7).TotalMilliseconds,
        ["x-max-length"] = 1_000_000L,
    };

    /// <exception cref="TopologyClashException">Something of that name exists and is different.</exception>
    public static async Task DeclareAsync(IChannel channel, CancellationToken ct)
    {
        await TopologyClashException.WatchAsync(Unrouted, async () =>
        {
            await channel.ExchangeDeclareAsync(Unrouted, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: ct);
            await channel.QueueDeclareAsync(Unrouted, durable: true, exclusive: false, autoDelete: false, UnroutedArguments, cancellationToken: ct);
            await channel.QueueBindAsync(Unrouted, Unrouted, routingKey: "", cancellationToken: ct);
        });
        await TopologyClashException.WatchAsync(Events, () => channel.ExchangeDeclareAsync(
            Events, ExchangeType.Topic, durable: true, autoDelete: false, new Dictionary<string, object?> { ["alternate-exchange"] = Unrouted }, cancellationToken: ct));
    }
}
