using Banking.Notifications.V1;
using Grpc.Core;

namespace UserService.Sandbox.Services;

/// <summary>Takes messages and reports them delivered. It keeps none: they are readable at the API's <c>/dev/messages</c>.</summary>
internal sealed class NotificationsSandbox(Received received, PlatformEvents events, SandboxSettings settings) : Notifications.NotificationsBase
{
    public override Task<SendResponse> Send(SendRequest request, ServerCallContext context)
    {
        if (request.Recipient.Length == 0 || request.Text.Length == 0 || !Guid.TryParse(request.NotificationId, out var id))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A notification_id, a recipient and a text are needed."));
        var fault = (Fault)context.UserState[nameof(Fault)];
        if (received.Add("notification", request.NotificationId))
        {
            events.Publish(
                "notification.events", "notification.delivery_reported.v1", new { notificationId = id, status = "delivered" },
                fault.Mode == FaultMode.Late ? fault.Delay : settings.EventDelay);
        }

        return Task.FromResult(new SendResponse { MessageId = $"sandbox-{id:N}" });
    }
}
