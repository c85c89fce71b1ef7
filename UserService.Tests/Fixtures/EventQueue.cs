using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using UserService.Core.Messaging;

namespace UserService.Tests.Fixtures;

/// <summary>A consumer of <c>user.events</c> that keeps all it gets, duplicates included. Other stacks share the broker: look by user.</summary>
public sealed class EventQueue : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private readonly ConcurrentQueue<ReceivedEvent> received = new();
    private readonly ConcurrentQueue<string> faults = new();
    private readonly IConnection connection;

    private EventQueue(IConnection connection) => this.connection = connection;

    /// <param name="name">A durable queue that outlives the broker's restart; null for one that goes with this consumer.</param>
    public static async Task<EventQueue> BindAsync(string rabbitMq, string? name = null)
    {
        var factory = new ConnectionFactory { Uri = new Uri(rabbitMq), NetworkRecoveryInterval = TimeSpan.FromMilliseconds(200) };
        var connection = await factory.CreateConnectionAsync("tests");
        var channel = await connection.CreateChannelAsync();
        await Topology.DeclareAsync(channel, CancellationToken.None);
        var queue = await channel.QueueDeclareAsync(name ?? "", durable: name is not null, exclusive: name is null, autoDelete: false);
        await channel.QueueBindAsync(queue.QueueName, Topology.Events, "#");
        var events = new EventQueue(connection);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            events.Keep(ReceivedEvent.Of(delivery.RoutingKey, delivery.BasicProperties, delivery.Body));
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: false, consumer);
        return events;
    }

    /// <summary>All deliveries about a user so far, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedEvent> Of(Guid userId) => [.. received.Where(e => e.Subject == userId.ToString())];

    public IReadOnlyList<ReceivedEvent> All() => [.. received];

    /// <summary>Takes out what was published while no queue was bound.</summary>
    public static async Task<IReadOnlyList<ReceivedEvent>> DrainUnroutedAsync(string rabbitMq)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(rabbitMq) }.CreateConnectionAsync("tests");
        await using var channel = await connection.CreateChannelAsync();
        var events = new List<ReceivedEvent>();
        while (await channel.BasicGetAsync(Topology.Unrouted, autoAck: true) is { } message)
            events.Add(ReceivedEvent.Of(message.RoutingKey, message.BasicProperties, message.Body));
        return events;
    }

    /// <summary>The first event of this type about this user; fails after 20 seconds.</summary>
    public async Task<ReceivedEvent> WaitForAsync(string type, Guid userId) =>
        (await WaitForAsync(userId, events => events.Any(e => e.Type == type), $"a {type}")).First(e => e.Type == type);

    /// <summary>The user's events once they fulfil a condition; fails after 20 seconds.</summary>
    public async Task<IReadOnlyList<ReceivedEvent>> WaitForAsync(Guid userId, Func<IReadOnlyList<ReceivedEvent>, bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var events = Of(userId);
            Assert.Empty(faults);
            if (condition(events))
                return events;
            if (patience.IsCancellationRequested)
                Assert.Fail($"No {what} of {userId} came within {Patience.TotalSeconds:0} s; these did: {string.Join(", ", events.Select(e => e.Type))}.");
            await Task.Delay(Look, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        Assert.Empty(faults); // every event of the run has been held against its schema
    }

    private void Keep(ReceivedEvent one)
    {
        received.Enqueue(one);
        if (one.RoutingKey != one.Type || !EventSchemas.All.TryGetValue(one.Type, out var schema))
            faults.Enqueue($"{one.RoutingKey}: there is no such event in docs/events: {one.Text}");
        else
            SchemaCheck.Faults(schema, one.Json).ToList().ForEach(fault => faults.Enqueue($"{one.Type}: {fault}"));
    }
}
