using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace UserService.Core.Messaging;

/// <summary>Keeps one consumer on a queue while the host runs, over a channel that it makes anew after a failure.</summary>
internal sealed class QueueReader(BrokerConnection broker, DatabaseSignals signals, ILogger<QueueReader> log)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterClash = TimeSpan.FromSeconds(30);

    public async Task RunAsync(QueueReading reading, CancellationToken ct)
    {
        var delay = FirstDelay;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(reading, () => delay = FirstDelay, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (TopologyClashException e)
            {
                Log.TopologyClashes(log, e.Message);
                delay = AfterClash;
            }
            catch (Exception e)
            {
                Log.ReadingFailed(log, reading.Queue, delay, e);
            }

            await signals.WaitAsync(DatabaseSignals.None, delay, ct);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task ReadAsync(QueueReading reading, Action began, CancellationToken ct)
    {
        var connection = await broker.GetAsync(ct);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, consumerDispatchConcurrency: reading.AtOnce), ct);
        await reading.DeclareAsync(channel, ct);
        await channel.BasicQosAsync(0, reading.Prefetch, global: false, ct);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) => End(ended);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.UnregisteredAsync += (_, _) => End(ended); // the queue was deleted
        consumer.ReceivedAsync += async (_, delivery) => await reading.HandleAsync(channel, delivery, ct);
        await channel.BasicConsumeAsync(reading.Queue, autoAck: false, consumer, ct);
        began();
        await ended.Task.WaitAsync(ct);
    }

    private static Task End(TaskCompletionSource ended)
    {
        ended.TrySetResult();
        return Task.CompletedTask;
    }
}

/// <summary>What is read, how much at once, and what is done with it. A handler acknowledges its delivery itself and does not throw.</summary>
internal sealed record QueueReading(
    string Queue, ushort Prefetch, ushort AtOnce, Func<IChannel, CancellationToken, Task> DeclareAsync, Func<IChannel, BasicDeliverEventArgs, CancellationToken, Task> HandleAsync);
