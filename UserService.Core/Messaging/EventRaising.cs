using System.Diagnostics;
using System.Text.Json;
using UserService.Core.Messaging.Outbox;
using UserService.Core.Persistence;

namespace UserService.Core.Messaging;

/// <summary>Adds events to the unit of work that is about to be saved, so that an event exists exactly if its change does.</summary>
internal static class EventRaising
{
    public static void Raise(this UserDbContext db, IIntegrationEvent @event, DateTimeOffset now) =>
        db.OutboxMessages.Add(OutboxMessage.Of(
            @event.UserId,
            @event.Type,
            JsonSerializer.Serialize(@event, @event.GetType(), EventJson.Default),
            Activity.Current?.Id,
            now));
}
