using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Accounts.Freezing;
using UserService.Core.Accounts.Links;
using UserService.Core.Notifications;
using UserService.Core.Protection;

namespace UserService.Core.Devices;

/// <summary>Tells the owner of a sign-in from a new device, with a link that freezes the account.</summary>
internal sealed class NewDeviceNotice(NotificationQueue notifications, IOptions<LinkOptions> links)
{
    public Task EnqueueAsync(User owner, Device device, SystemKey key, DateTimeOffset now, CancellationToken ct)
    {
        var token = SignedLink.Make(key, FreezeService.LinkPurpose, owner.Id, now + links.Value.Lifetime);
        return notifications.EnqueueSecurityNoticeAsync(owner, TemplateNames.NewDevice, ct, new Dictionary<string, string>
        {
            ["device"] = NotificationValues.Device(device.Name, device.Platform, owner.Locale),
            ["link"] = $"{links.Value.BaseUrl}/not-me?token={token}",
        });
    }
}
