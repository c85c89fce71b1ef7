using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace UserService.Tests.Fixtures;

/// <summary>Another service of the platform, as far as it publishes events.</summary>
public sealed class ForeignEvents : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly IChannel channel;

    private ForeignEvents(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    /// <param name="reader">A queue that has to have a consumer first: before, nothing may be bound to what is published to.</param>
    public static async Task<ForeignEvents> ConnectAsync(string rabbitMq, string? reader = null)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(rabbitMq) }.CreateConnectionAsync("tests");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (reader is not null && !await IsReadAsync(connection, reader))
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        return new ForeignEvents(connection, await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    /// <summary>A CloudEvent as text.</summary>
    public static string Envelope(string type, object data, string? id = null, string source = "/tests") => new JsonObject
    {
        ["specversion"] = "1.0",
        ["id"] = id ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(),
        ["source"] = source,
        ["type"] = type,
        ["time"] = TimeProvider.System.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["datacontenttype"] = "application/json",
        ["data"] = System.Text.Json.JsonSerializer.SerializeToNode(data),
    }.ToJsonString();

    /// <summary>Returns when the broker has it in a queue; throws when no queue is bound.</summary>
    public async Task PublishAsync(string exchange, string type, string body)
    {
        var properties = new BasicProperties { Persistent = true, ContentType = "application/cloudevents+json" };
        await channel.BasicPublishAsync(exchange, type, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Declares a queue the way somebody might have before this service came.</summary>
    public async Task DeclareQueueAsync(string name, Dictionary<string, object?> arguments) =>
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments);

    public async Task DeleteQueueAsync(string name) => await channel.QueueDeleteAsync(name);

    /// <summary>Messages that wait; 0 also while a consumer holds them.</summary>
    public async Task<uint> CountAsync(string queue) => await channel.MessageCountAsync(queue);

    // Asking for a queue that is not there closes the channel.
    private static async Task<bool> IsReadAsync(IConnection connection, string queue)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync();
            return (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount > 0;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
