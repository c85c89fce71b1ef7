using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts.Links;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Mfa.Approvals;
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

    private const int MostAttempts = 5;

    private static readonly Error BadLink = new("invalid_link", ErrorKind.Gone, "The link is not valid any more; sign in, or call the bank.");
    private static readonly Error NotFrozen = new("not_frozen", ErrorKind.Conflict, "The account is not frozen.");

    public Task<Error?> FreezeAsync(Guid userId, Guid? except, Actor actor, CancellationToken ct) => FreezeAsync(userId, except, distrust: false, actor, ct);

    public async Task<Error?> FreezeByLinkAsync(string token, Actor actor, CancellationToken ct) =>
        SignedLink.TryRead(await keys.GetAsync(ct), LinkPurpose, token, time.GetUtcNow(), out var userId)
            ? await FreezeAsync(userId, except: null, distrust: true, actor, ct)
            : BadLink;

    public Task<Error?> UnfreezeAsync(Guid userId, Actor actor, CancellationToken ct) => db.InTransactionAsync<Error?>(
        Turns.OfUser(userId),
        async stop =>
        {
            if (await users.FindByIdAsync(userId, stop) is not { } user)
                return CommonErrors.NotFound;
            if (!user.Unfreeze(time.GetUtcNow()))
                return NotFrozen;
            StageStatus(user, AuditActions.AccountUnfrozen, "unfrozen_by_user", actor);
            await db.SaveChangesAsync(stop);
            return null;
        },
        ct);

    // A session or device that the brake is about to end may end by itself at that moment; what is left is ended then.
    private async Task<Error?> FreezeAsync(Guid userId, Guid? except, bool distrust, Actor actor, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryFreezeAsync(userId, except, distrust, actor, ct);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                // again, from what is there now
            }
        }
    }

    // Other changes of the account take turns with this one, and the second of two taps finds done what it wants.
    private async Task<Error?> TryFreezeAsync(Guid userId, Guid? except, bool distrust, Actor actor, CancellationToken ct)
    {
        var ended = StagedRevocations.None;
        var error = await db.InTransactionAsync<Error?>(
            Turns.OfUser(userId),
            async stop =>
            {
                ended = StagedRevocations.None;
                if (await users.FindByIdAsync(userId, stop) is not { } user)
                    return CommonErrors.NotFound;
                if (distrust)
                    await StageDistrustAsync(userId, stop);
                if (user.Freeze(time.GetUtcNow()))
                    ended = await StageFreezeAsync(user, except, actor, stop);
                else if (user.Status is not UserStatus.Frozen)
                    return CommonErrors.NotFound;
                await db.SaveChangesAsync(stop);
                return null;
            },
            ct);
        if (error is null)
            ended.Committed();
        return error;
    }

    private async Task<StagedRevocations> StageFreezeAsync(User user, Guid? except, Actor actor, CancellationToken ct)
    {
        StageStatus(user, AuditActions.AccountFrozen, "frozen_by_user", actor);
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.AccountFrozen, ct);

        // For good: what was approved before is not to be done once the account is unfrozen.
        var now = time.GetUtcNow();
        foreach (var approval in await db.Approvals.Where(a => a.UserId == user.Id && a.State != ApprovalState.Redeemed && a.ExpiresAt > now).ToListAsync(ct))
            approval.Withdraw(now);
        return await revoker.StageAllAsync(user.Id, s => s.Id != except, RevocationReasons.AccountFrozen, actor, ct);
    }

    // Whoever it was has the password and came past the second factor: once the account is unfrozen, no device spares that any more.
    private async Task StageDistrustAsync(Guid userId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var device in await db.Devices.Where(d => d.UserId == userId && d.RemovedAt == null && d.TrustedUntil > now).ToListAsync(ct))
            device.Distrust(now);
    }

    private void StageStatus(User user, string action, string reason, Actor actor)
    {
        var now = time.GetUtcNow();
        db.AuditEntries.Add(AuditEntry.Of(action, user.Id, actor, reason: null, now));
        db.Raise(new UserStatusChanged(user.Id, user.Status.ToWire(), reason), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
    }
}
