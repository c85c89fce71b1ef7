using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Devices;

/// <summary>
/// Where the bank allows one mobile device per customer (CBN, 2026): a sign-in from another one, which took a second factor, moves the
/// customer there, and the old device with its sessions ends in the same unit of work.
/// </summary>
internal sealed class MobileDeviceMigration(UserDbContext db, SessionRevoker revoker, IOptions<DeviceOptions> options, TimeProvider time)
{
    private static readonly string[] MobilePlatforms = ["ios", "ipados", "android"];

    /// <returns>Sessions that end with the unit of work.</returns>
    public async Task<StagedRevocations> StageAsync(User user, Device device, Actor actor, CancellationToken ct)
    {
        if (!options.Value.OneMobileDevice || !IsMobile(device.Platform) || !user.MoveTo(device.Id))
            return StagedRevocations.None;
        var now = time.GetUtcNow();
        var others = await db.Devices.Where(d => d.UserId == user.Id && d.RemovedAt == null && d.Id != device.Id).ToListAsync(ct);
        var left = others.Where(d => IsMobile(d.Platform)).ToList();
        foreach (var old in left)
        {
            old.Remove(now);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.DeviceRemoved, user.Id, actor.As(user.Id), "moved_to_another_device", now));
            db.Raise(new DeviceRemoved(user.Id, old.Id), now);
        }

        var ids = left.Select(d => d.Id).ToArray();
        return ids.Length == 0
            ? StagedRevocations.None
            : await revoker.StageAllAsync(user.Id, s => ids.Contains(s.DeviceId), RevocationReasons.DeviceRemoved, actor.As(user.Id), ct);
    }

    private static bool IsMobile(string? platform) => MobilePlatforms.Contains(platform, StringComparer.OrdinalIgnoreCase);
}
