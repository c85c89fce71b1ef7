using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Admin.Requests;

/// <summary>Removes every second factor of a customer who has lost them. Codes to verified contacts are what is left to sign in with.</summary>
internal sealed class ResetFactorsAct(
    UserDbContext db, IUserRepository users, SessionRevoker revoker, NotificationQueue notifications, TimeProvider time) : IRequestedAct
{
    public string Kind => RequestKinds.ResetFactors;

    public string Permission => Permissions.ResetFactors;

    public async Task<Error?> CheckAsync(ActOrder order, CancellationToken ct)
    {
        if (await users.FindByIdAsync(order.SubjectId!.Value, ct) is not { Status: not UserStatus.Erased } user)
            return CommonErrors.NotFound;
        return await db.Factors.AnyAsync(f => f.UserId == user.Id, ct) || await db.RecoveryCodes.AnyAsync(c => c.UserId == user.Id, ct)
            ? null
            : AdminErrors.NothingToReset;
    }

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct)
    {
        if (await CheckAsync(order, ct) is { } fault)
            return new ActOutcome(fault);
        var user = (await users.FindByIdAsync(order.SubjectId!.Value, ct))!;
        var now = time.GetUtcNow();
        db.Factors.RemoveRange(await db.Factors.Where(f => f.UserId == user.Id).ToListAsync(ct));
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.UserId == user.Id).ToListAsync(ct));
        user.ChangeFactors();
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.FactorsReset, user.Id, order.Staff.Actor, order.Reason, now));
        db.Raise(new MfaChanged(user.Id, "factors_reset", FactorId: null, Kind: null), now);
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.FactorsReset, ct);

        // Whoever is signed in may be who made the customer ask for it.
        var ended = await revoker.StageAllAsync(user.Id, s => true, RevocationReasons.FactorsReset, order.Staff.Actor, ct);
        return new ActOutcome(null, ended.Committed);
    }
}
