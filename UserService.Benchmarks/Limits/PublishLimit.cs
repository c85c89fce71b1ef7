using System.Diagnostics;
using System.Security.Cryptography;
using RabbitMQ.Client;

namespace UserService.Benchmarks.Limits;

/// <summary>A bare publisher: persistent messages of an event's size with confirms, 500 at a time, as the outbox has them by default.</summary>
internal static class PublishLimit
{
    private const int Batch = 500;
    private const int EventBytes = 420;
    private const string Exchange = "limit.events";

    public static async Task<int> RunAsync(Uri broker, string seconds)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null));
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true);
        var queue = (await channel.QueueDeclareAsync("limit.events", durable: true, exclusive: false, autoDelete: false)).QueueName;
        await channel.QueueBindAsync(queue, Exchange, "#");
        await channel.QueuePurgeAsync(queue);
        var body = RandomNumberGenerator.GetBytes(EventBytes);
        await PublishAsync(channel, body);
        var duration = LimitReport.Seconds(seconds);
        var (count, cpu, watch) = (0L, LimitReport.Cpu(), Stopwatch.StartNew());
        while (watch.Elapsed < duration)
            count += await PublishAsync(channel, body);
        LimitReport.Write(count, watch.Elapsed, LimitReport.Cpu() - cpu);
        await channel.QueueDeleteAsync(queue);
        await channel.ExchangeDeleteAsync(Exchange);
        return 0;
    }

    private static async Task<int> PublishAsync(IChannel channel, byte[] body)
    {
        var properties = new BasicProperties { Persistent = true, ContentType = "application/cloudevents+json" };
        await Task.WhenAll(Enumerable.Range(0, Batch).Select(_ => channel.BasicPublishAsync(Exchange, "auth.login_succeeded.v1", mandatory: true, properties, body).AsTask()));
        return Batch;
    }
}
