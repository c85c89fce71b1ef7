using System.Security.Cryptography;
using System.Text;
using RabbitMQ.Client.Events;
using UserService.Core.Messaging.Inbox;

namespace UserService.Core.Messaging.DeadLetters;

/// <summary>A message of the dead-letter queue: put there by the inbox, or by the broker itself when its Worker died too often.</summary>
/// <param name="Event">Null where it is no CloudEvent.</param>
internal sealed record DeadMessage(Guid Id, string Origin, string Reason, int Attempts, string? ContentType, int Bytes, IncomingEvent? Event)
{
    public static DeadMessage Of(BasicDeliverEventArgs delivery)
    {
        var death = DeathOf(delivery);
        return new DeadMessage(
            DeliveryHeaders.IdOf(delivery.BasicProperties) ?? IdOf(delivery),
            death is null ? DeliveryHeaders.OriginOf(delivery) : Text(death, "exchange") ?? "",
            DeliveryHeaders.ReasonOf(delivery.BasicProperties) ?? (death is null ? null : Text(death, "reason")) ?? "unknown",
            DeliveryHeaders.AttemptOf(delivery.BasicProperties),
            delivery.BasicProperties.ContentType,
            delivery.Body.Length,
            IncomingEvent.Read(delivery.Body));
    }

    // The broker gives no id of its own; the same message read twice must be one letter.
    private static Guid IdOf(BasicDeliverEventArgs delivery) => new(SHA256.HashData(delivery.Body.Span).AsSpan(0, 16));

    private static IDictionary<string, object?>? DeathOf(BasicDeliverEventArgs delivery) =>
        delivery.BasicProperties.Headers?.TryGetValue("x-death", out var value) == true && value is System.Collections.IList { Count: > 0 } deaths
            ? deaths[0] as IDictionary<string, object?>
            : null;

    private static string? Text(IDictionary<string, object?> table, string name) =>
        table.TryGetValue(name, out var value) && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
}
