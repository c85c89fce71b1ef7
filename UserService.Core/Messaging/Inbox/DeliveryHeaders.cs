using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace UserService.Core.Messaging.Inbox;

/// <summary>What travels with an event between its attempts, and into the dead letters.</summary>
internal static class DeliveryHeaders
{
    /// <summary>Which attempt this is; the first carries none.</summary>
    private const string Attempt = "x-attempt";

    /// <summary>The exchange that the event came from first.</summary>
    private const string Origin = "x-origin";
    private const string Reason = "x-reason";
    private const string Id = "x-dead-letter-id";

    public static int AttemptOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(Attempt, out var value) == true && value is int attempt and > 0 ? attempt : 1;

    public static string? ReasonOf(IReadOnlyBasicProperties properties) => Text(properties, Reason);

    public static Guid? IdOf(IReadOnlyBasicProperties properties) => Guid.TryParse(Text(properties, Id), out var id) ? id : null;

    /// <summary>The exchange it came from first, as far as it is known.</summary>
    public static string OriginOf(BasicDeliverEventArgs delivery) => Text(delivery.BasicProperties, Origin) ?? delivery.Exchange;

    public static BasicProperties Again(BasicDeliverEventArgs delivery, int attempt) => Copy(delivery, new() { [Attempt] = attempt });

    public static BasicProperties Dead(BasicDeliverEventArgs delivery, string reason, int attempts, DateTimeOffset now) => Copy(delivery, new()
    {
        [Attempt] = attempts,
        [Reason] = reason,
        [Id] = Guid.CreateVersion7(now).ToString("D", CultureInfo.InvariantCulture),
    });

    private static BasicProperties Copy(BasicDeliverEventArgs delivery, Dictionary<string, object?> headers)
    {
        headers[Origin] = OriginOf(delivery);
        if (delivery.BasicProperties.Headers?.TryGetValue("traceparent", out var trace) == true)
            headers["traceparent"] = trace;
        return new BasicProperties
        {
            Persistent = true,
            ContentType = delivery.BasicProperties.ContentType,
            MessageId = delivery.BasicProperties.MessageId,
            Type = delivery.BasicProperties.Type,
            Headers = headers,
        };
    }

    private static string? Text(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers?.TryGetValue(name, out var value) == true && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
}
