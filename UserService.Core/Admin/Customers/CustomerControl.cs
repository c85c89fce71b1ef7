using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Authentication.Throttling;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Admin.Customers;

/// <inheritdoc cref="ICustomerControl"/>
internal sealed class CustomerControl(
    UserDbContext db, IUserRepository users, SessionRevoker revoker, NotificationQueue notifications, LoginThrottle throttle, TimeProvider time) : ICustomerControl
{
    public async Task<Error?> SuspendAsync(Guid userId, string reason, StaffMember staff, CancellationToken ct)
    {
        if (userId == staff.UserId)
            return AdminErrors.OwnAccount;
        if (await users.FindByIdAsync(userId, ct) is not { } user)
            return CommonErrors.NotFound;
        var now = time.GetUtcNow();
        if (!user.Suspend(now))
            return AdminErrors.NotSuspendable;
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.AccountSuspended, userId, staff.Actor, reason, now));
        db.Raise(new UserStatusChanged(userId, user.Status.ToWire(), "suspended_by_staff"), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, userId));
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.AccountSuspended, ct);
        var ended = await revoker.StageAllAsync(userId, s => true, RevocationReasons.AccountSuspended, staff.Actor, ct);
        await db.SaveChangesAsync(ct);
        ended.Committed();
        return null;
    }

    public async Task<Error?> UnlockAsync(Guid userId, string reason, StaffMember staff, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased })
            return CommonErrors.NotFound;
        var devices = await db.Devices.AsNoTracking().Where(d => d.UserId == userId && d.RemovedAt == null).Select(d => d.Id).ToListAsync(ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.AccountUnlocked, userId, staff.Actor, reason, time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        await throttle.ForgetAsync("login", userId.ToString("N"), devices.ConvertAll(d => d.ToString("N")), ct);
        return null;
    }

    public async Task<int?> LogOutAsync(Guid userId, string reason, StaffMember staff, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is null)
            return null;
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LoggedOutByStaff, userId, staff.Actor, reason, time.GetUtcNow()));
        var ended = await revoker.StageAllAsync(userId, s => true, RevocationReasons.RevokedByStaff, staff.Actor, ct);
        await db.SaveChangesAsync(ct);
        ended.Committed();
        return ended.Count;
    }
}
