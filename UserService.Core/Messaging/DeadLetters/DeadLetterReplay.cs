using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Messaging.DeadLetters;

/// <summary>Hands dead letters that an operator wants replayed to the inbox. A copy too many does no harm: the inbox knows what was handled.</summary>
internal sealed class DeadLetterReplay(
    BrokerConnection broker, InboxTopology topology, IServiceScopeFactory scopes, DatabaseSignals signals, TimeProvider time, ILogger<DeadLetterReplay> log)
    : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LookEvery;
            try
            {
                await ReplayAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.ReplayFailed(log, pause = AfterFailure, e);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await signals.WaitAsync(DatabaseSignals.None, pause, stoppingToken);
        }
    }

    private async Task ReplayAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<UserDbContext>();
        var wanted = await db.DeadLetters.AsNoTracking().Where(l => l.ReplayRequestedAt != null && l.ReplayedAt == null)
            .OrderBy(l => l.ReplayRequestedAt).Take(AtOnce).ToListAsync(ct);
        if (wanted.Count == 0)
            return;
        var key = await scope.ServiceProvider.GetRequiredService<SystemKeys>().GetAsync(ct);
        var connection = await broker.GetAsync(ct);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await topology.DeclareAsync(channel, ct);
        foreach (var letter in wanted)
        {
            var properties = new BasicProperties { Persistent = true, MessageId = letter.EventId, Type = letter.Type, ContentType = letter.ContentType };
            await channel.BasicPublishAsync(
                "", topology.Inbox, mandatory: true, properties, key.Unprotect(letter.BodyProtected, DeadLetterArchive.Purpose, letter.Id), ct);
            await db.DeadLetters.Where(l => l.Id == letter.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.ReplayedAt, time.GetUtcNow()), ct);
            Log.DeadLetterReplayed(log, letter.Id);
        }
    }
}
