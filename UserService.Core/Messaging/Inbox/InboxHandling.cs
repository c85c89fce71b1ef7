using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;

namespace UserService.Core.Messaging.Inbox;

/// <summary>Handles one event and notes it, both or neither.</summary>
internal sealed class InboxHandling(UserDbContext db, IServiceProvider services, TimeProvider time)
{
    /// <summary>False where the event was handled before: then nothing is done.</summary>
    public Task<bool> HandleAsync(EventSubscription subscription, IncomingEvent incoming, CancellationToken ct) =>
        db.InTransactionAsync(turn: null, stop => TryAsync(subscription, incoming, stop), ct);

    private async Task<bool> TryAsync(EventSubscription subscription, IncomingEvent incoming, CancellationToken ct)
    {
        // First, so that a copy in another Worker waits here for this one's outcome.
        var isNew = await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO inbox_messages (source, event_id, type, handled_at) VALUES ({incoming.Source}, {incoming.Id}, {incoming.Type}, {time.GetUtcNow()})
             ON CONFLICT (source, event_id) DO NOTHING
             """,
            ct) == 1;
        if (!isNew)
            return false;
        await subscription.HandleAsync(services, incoming, ct);
        await db.SaveChangesAsync(ct);
        return true;
    }
}
