using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Devices;

/// <inheritdoc cref="IDeviceService"/>
internal sealed class DeviceService(UserDbContext db, SessionRevoker revoker, TimeProvider time) : IDeviceService
{
    public async Task<IReadOnlyList<DeviceView>> ListAsync(Guid userId, CancellationToken ct) =>
        await db.Devices.AsNoTracking().Where(d => d.UserId == userId && d.RemovedAt == null)
            .OrderByDescending(d => d.LastSeenAt)
            .Select(d => new DeviceView(d.Id, d.Name, d.Platform, d.FirstSeenAt, d.LastSeenAt, d.LastAddress, d.TrustedUntil))
            .ToListAsync(ct);

    public async Task<bool> RenameAsync(Guid userId, Guid deviceId, string name, CancellationToken ct) =>
        await db.Devices.Where(d => d.Id == deviceId && d.UserId == userId && d.RemovedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Name, name), ct) == 1;

    public async Task<bool> RemoveAsync(Guid userId, Guid deviceId, Actor actor, CancellationToken ct)
    {
        if (await db.Devices.SingleOrDefaultAsync(d => d.Id == deviceId && d.UserId == userId && d.RemovedAt == null, ct) is not { } device)
            return false;
        var now = time.GetUtcNow();
        device.Remove(now);
        var staged = await revoker.StageAllAsync(userId, s => s.DeviceId == deviceId, RevocationReasons.DeviceRemoved, actor, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.DeviceRemoved, userId, actor, reason: null, now));
        db.Raise(new DeviceRemoved(userId, deviceId), now);
        await db.SaveChangesAsync(ct);
        staged.Committed();
        return true;
    }
}
