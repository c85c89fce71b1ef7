using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Admin.Roles;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Persistence;

namespace UserService.Core.Admin.Requests;

/// <summary>Gives a role; it is in the tokens from the next refresh on.</summary>
internal sealed class GrantRoleAct(UserDbContext db, IUserRepository users, TimeProvider time) : IRequestedAct
{
    public string Kind => RequestKinds.GrantRole;

    public string Permission => Permissions.ManageRoles;

    public async Task<Error?> CheckAsync(ActOrder order, CancellationToken ct)
    {
        var role = order.Details["role"];
        if (await users.FindByIdAsync(order.SubjectId!.Value, ct) is not { Status: UserStatus.Active } user)
            return CommonErrors.NotFound;
        if (user.Id == order.AskedBy)
            return AdminErrors.OwnAccount;
        if (!await db.StaffRoles.AnyAsync(r => r.Name == role, ct))
            return AdminErrors.UnknownRole;
        return user.Roles.Contains(role) ? AdminErrors.AlreadyHasRole : null;
    }

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct)
    {
        if (await CheckAsync(order, ct) is { } fault)
            return new ActOutcome(fault);
        var user = (await users.FindByIdAsync(order.SubjectId!.Value, ct))!;
        var role = order.Details["role"];
        var now = time.GetUtcNow();
        user.AddRole(role, now);
        db.RoleGrants.Add(RoleGrant.Of(user.Id, role, order.AskedBy, order.Staff.UserId, order.Reason, now));
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.RoleGranted, user.Id, order.Staff.Actor, $"{role}: {order.Reason}", now));
        return new ActOutcome(null);
    }
}
