using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts.Links;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Protection;
using UserService.Core.Sessions;

namespace UserService.Core.Accounts.Freezing;

/// <inheritdoc cref="IFreezeService"/>
internal sealed class FreezeService(
    UserDbContext db, IUserRepository users, SessionRevoker revoker, NotificationQueue notifications, SystemKeys keys, TimeProvider time) : IFreezeService
{
    /// <summary>Names the link; its id is the user's.</summary>
    public const string LinkPurpose = "not-me";

    private static readonly Error BadLink = new("invalid_link", ErrorKind.Gone, "The link is not valid any more; sign in, or call the bank.");
    private static readonly Error NotFrozen = new("not_frozen", ErrorKind.Conflict, "The account is not frozen.");

    public async Task<Error?> FreezeAsync(Guid userId, Guid? except, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { } user)
            return CommonErrors.NotFound;
        if (!user.Freeze(time.GetUtcNow()))
            return user.Status is UserStatus.Frozen ? null : CommonErrors.NotFound;
        StageStatus(user, AuditActions.AccountFrozen, "frozen_by_user", actor);
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.AccountFrozen, ct);
        var ended = await revoker.StageAllAsync(userId, s => s.Id != except, RevocationReasons.AccountFrozen, actor, ct);
        await db.SaveChangesAsync(ct);
        ended.Committed();
        return null;
    }

    public async Task<Error?> FreezeByLinkAsync(string token, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!SignedLink.TryRead(await keys.GetAsync(ct), LinkPurpose, token, now, out var userId))
            return BadLink;

        // Whoever it was has the password and came past the second factor: once the account is unfrozen, no device spares that any more.
        foreach (var device in await db.Devices.Where(d => d.UserId == userId && d.RemovedAt == null && d.TrustedUntil > now).ToListAsync(ct))
            device.Distrust(now);
        if (await FreezeAsync(userId, except: null, actor, ct) is { } error)
            return error;
        await db.SaveChangesAsync(ct); // where it was frozen before, nothing is saved above
        return null;
    }

    public async Task<Error?> UnfreezeAsync(Guid userId, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { } user)
            return CommonErrors.NotFound;
        if (!user.Unfreeze(time.GetUtcNow()))
            return NotFrozen;
        StageStatus(user, AuditActions.AccountUnfrozen, "unfrozen_by_user", actor);
        await db.SaveChangesAsync(ct);
        return null;
    }

    private void StageStatus(User user, string action, string reason, Actor actor)
    {
        var now = time.GetUtcNow();
        db.AuditEntries.Add(AuditEntry.Of(action, user.Id, actor, reason: null, now));
        db.Raise(new UserStatusChanged(user.Id, user.Status.ToWire(), reason), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
    }
}
