using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Admin.Requests;

/// <summary>Makes a suspended account what it was before.</summary>
internal sealed class ReinstateAct(UserDbContext db, IUserRepository users, NotificationQueue notifications, TimeProvider time) : IRequestedAct
{
    public string Kind => RequestKinds.Reinstate;

    public string Permission => Permissions.ReinstateUsers;

    public async Task<Error?> CheckAsync(ActOrder order, CancellationToken ct) => await users.FindByIdAsync(order.SubjectId!.Value, ct) switch
    {
        null => CommonErrors.NotFound,
        { Status: UserStatus.Suspended } => null,
        _ => AdminErrors.NotSuspended,
    };

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct)
    {
        if (await CheckAsync(order, ct) is { } fault)
            return new ActOutcome(fault);
        var user = (await users.FindByIdAsync(order.SubjectId!.Value, ct))!;
        var now = time.GetUtcNow();
        user.Reinstate(now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.AccountReinstated, user.Id, order.Staff.Actor, order.Reason, now));
        db.Raise(new UserStatusChanged(user.Id, user.Status.ToWire(), "reinstated_by_staff"), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.AccountReinstated, ct);
        return new ActOutcome(null);
    }
}
