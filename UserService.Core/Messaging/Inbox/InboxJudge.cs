using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace UserService.Core.Messaging.Inbox;

/// <summary>Finds out what is to become of a delivery by handling it. An absent database is no fault of the event: it is waited for.</summary>
internal sealed class InboxJudge(
    IServiceScopeFactory scopes, IEnumerable<EventSubscription> subscriptions, NpgsqlDataSource database, DatabaseSignals signals, ILogger<InboxJudge> log)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, EventSubscription> byType = subscriptions.ToDictionary(s => s.Type, StringComparer.Ordinal);

    public async Task<InboxOutcome> JudgeAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (IncomingEvent.Read(body) is not { } incoming)
            return new InboxOutcome.Unusable("no_cloud_event");
        if (!byType.TryGetValue(incoming.Type, out var subscription))
            return new InboxOutcome.Unusable("unknown_type");
        using var activity = MessagingTelemetry.Source.StartActivity($"{incoming.Type} process", ActivityKind.Consumer, incoming.TraceParent);
        activity?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.message.id", incoming.Id);
        while (true)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                return new InboxOutcome.Done(Repeated: !await scope.ServiceProvider.GetRequiredService<InboxHandling>().HandleAsync(subscription, incoming, ct));
            }
            catch (UnusableEventException e)
            {
                return new InboxOutcome.Unusable(e.Message);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                if (await IsThereAsync(ct))
                    return Fail(incoming, e);
                await signals.WaitAsync(DatabaseSignals.None, LookAgain, ct);
            }
        }
    }

    private InboxOutcome.Failed Fail(IncomingEvent incoming, Exception e)
    {
        Log.EventFailed(log, incoming.Id, incoming.Type, e);

        // A provider's or the database's own words may quote what the event says: the type alone is kept.
        return new InboxOutcome.Failed(e.GetBaseException().GetType().Name);
    }

    private async Task<bool> IsThereAsync(CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
