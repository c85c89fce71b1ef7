using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace UserService.Sandbox;

/// <summary>Publishes what the platform's services would, after a while. Without a broker events wait in memory: it is a sandbox.</summary>
internal sealed class PlatformEvents(IConfiguration configuration, ILogger<PlatformEvents> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentQueue<Waiting> waiting = new();

    public void Publish(string exchange, string type, object data, TimeSpan delay) =>
        waiting.Enqueue(new Waiting(exchange, type, JsonSerializer.Serialize(data, JsonSerializerOptions.Web), TimeProvider.System.GetUtcNow() + delay));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration.GetConnectionString("messaging") is not { Length: > 0 } broker)
            return;
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (waiting.IsEmpty)
                    continue;
                await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync("platform-sandbox", stoppingToken);
                await using var channel = await connection.CreateChannelAsync(
                    new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), stoppingToken);
                while (!waiting.IsEmpty)
                    await PublishDueAsync(channel, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                SandboxLog.BrokerAway(log, e);
            }
        }
    }

    private async Task PublishDueAsync(IChannel channel, CancellationToken ct)
    {
        if (!waiting.TryDequeue(out var one))
            return;
        if (one.At > TimeProvider.System.GetUtcNow())
        {
            waiting.Enqueue(one);
            await Task.Delay(Look, TimeProvider.System, ct);
            return;
        }

        try
        {
            await channel.ExchangeDeclareAsync(one.Exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct);
            var properties = new BasicProperties { Persistent = true, ContentType = "application/cloudevents+json; charset=utf-8" };
            await channel.BasicPublishAsync(one.Exchange, one.Type, mandatory: false, properties, Encoding.UTF8.GetBytes(one.Envelope()), ct);
        }
        catch
        {
            waiting.Enqueue(one);
            throw;
        }
    }

    private sealed record Waiting(string Exchange, string Type, string Data, DateTimeOffset At)
    {
        private readonly Guid id = Guid.CreateVersion7(At);

        public string Envelope() =>
            $$"""{"specversion":"1.0","id":"{{id}}","source":"/platform-sandbox","type":"{{Type}}","time":"{{At:O}}","datacontenttype":"application/json","data":{{Data}}}""";
    }
}

internal static partial class SandboxLog
{
    [LoggerMessage(9001, LogLevel.Warning, "Events wait: the broker is away.")]
    public static partial void BrokerAway(ILogger logger, Exception exception);
}
