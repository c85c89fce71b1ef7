using System.Text.Json.Serialization;
using UserService.Core.Messaging.Inbox;

namespace UserService.Core.Notifications.Reports;

/// <summary>Takes the delivery reports of the platform's notification service, which come as events.</summary>
internal sealed class PlatformReports(DeliveryReports reports, TimeProvider time) : IEventHandler<DeliveryReported>
{
    public const string Exchange = "notification.events";
    public const string Type = "notification.delivery_reported.v1";

    public Task HandleAsync(IncomingEvent incoming, DeliveryReported data, CancellationToken ct)
    {
        var state = data.Status switch
        {
            "accepted" => DeliveryState.Accepted,
            "delivered" => DeliveryState.Delivered,
            "failed" => DeliveryState.Failed,
            "read" => DeliveryState.Read,
            _ => throw new UnusableEventException("unknown_status"),
        };
        var error = data.Error is { Length: > 60 } text ? text[..60] : data.Error;
        return reports.ApplyAsync(new DeliveryReport(data.NotificationId, state, incoming.Time ?? time.GetUtcNow(), "platform", error), ct);
    }
}

/// <summary>The data of <c>notification.delivery_reported.v1</c>.</summary>
/// <param name="NotificationId">The id that this service gave the message.</param>
/// <param name="Status"><c>accepted</c>, <c>delivered</c>, <c>failed</c> or <c>read</c>.</param>
/// <param name="Error">A code, where it failed.</param>
internal sealed record DeliveryReported(Guid NotificationId, string Status, string? Error = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DeliveryReported))]
internal sealed partial class ReportJson : JsonSerializerContext;
