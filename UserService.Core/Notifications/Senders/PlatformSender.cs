using Banking.Notifications.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using UserService.Core.Platform;

namespace UserService.Core.Notifications.Senders;

/// <summary>Hands messages to the platform's notification service. It reports their delivery by event.</summary>
internal sealed class PlatformSender(string channel, PlatformConnection platform) : IMessageSender
{
    public string Name => "platform";

    public string Channel => channel;

    public async Task<string?> SendAsync(RenderedMessage message, CancellationToken ct)
    {
        var request = new SendRequest
        {
            NotificationId = message.Id.ToString(),
            Channel = message.Channel,
            Recipient = message.To,
            Subject = message.Subject,
            Text = message.Text,
            Html = message.Html ?? "",
            Template = message.Template,
            ExpiresAt = Timestamp.FromDateTimeOffset(message.ExpiresAt),
        };
        try
        {
            var client = new global::Banking.Notifications.V1.Notifications.NotificationsClient(platform.Invoker);
            return (await platform.CallAsync(options => client.SendAsync(request, options), ct)).MessageId;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
        {
            throw new UndeliverableException("refused_by_platform", e);
        }
    }
}
