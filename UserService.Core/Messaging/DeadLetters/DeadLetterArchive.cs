using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Messaging.DeadLetters;

/// <summary>
/// Moves dead letters from their queue into the database, where operators look at them from any host and without a broker. While the
/// database is away they stay in the queue.
/// </summary>
internal sealed class DeadLetterArchive(
    QueueReader reader, InboxTopology topology, IServiceScopeFactory scopes, DatabaseSignals signals, TimeProvider time, ILogger<DeadLetterArchive> log) : BackgroundService
{
    internal const string Purpose = "dead-letter";
    private const ushort Prefetch = 10; // they are few
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Prometheus sees no increase in a counter that begins with its first event: the alert needs the zero before it.
        MessagingTelemetry.Buried.Add(0);
        return reader.RunAsync(new QueueReading(topology.Dead, Prefetch, AtOnce: 1, topology.DeclareAsync, HandleAsync), stoppingToken);
    }

    private async Task HandleAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken ct)
    {
        try
        {
            await KeepAsync(delivery, ct);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.SettlingFailed(log, delivery.DeliveryTag, e);
            await signals.WaitAsync(DatabaseSignals.None, Pause, ct);
            if (channel.IsOpen)
                await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true, ct);
        }
        catch (OperationCanceledException)
        {
            // The host stops: the letter is still in the queue.
        }
    }

    private async Task KeepAsync(BasicDeliverEventArgs delivery, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<UserDbContext>();
        var message = DeadMessage.Of(delivery);
        if (await db.DeadLetters.AnyAsync(l => l.Id == message.Id, ct))
            return; // its acknowledgement was lost
        var key = await scope.ServiceProvider.GetRequiredService<SystemKeys>().GetAsync(ct);
        db.DeadLetters.Add(DeadLetter.Of(message.Id, message, key.Protect(delivery.Body.Span, Purpose, message.Id), time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        MessagingTelemetry.Buried.Add(1);
    }
}
