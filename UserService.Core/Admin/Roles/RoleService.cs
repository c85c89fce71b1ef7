using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Admin.Roles;

/// <inheritdoc cref="IRoleService"/>
internal sealed class RoleService(UserDbContext db, IUserRepository users, SessionRevoker revoker, TimeProvider time) : IRoleService
{
    public async Task<IReadOnlyList<RoleView>> ListAsync(CancellationToken ct)
    {
        var roles = await db.StaffRoles.AsNoTracking().OrderBy(r => r.Name).ToListAsync(ct);
        var permissions = await db.RolePermissions.AsNoTracking().OrderBy(p => p.Permission).ToListAsync(ct);
        var grants = await db.RoleGrants.AsNoTracking().OrderBy(g => g.GrantedAt).ToListAsync(ct);
        return
        [
            .. roles.Select(r => new RoleView(
                r.Name,
                r.Description,
                [.. permissions.Where(p => p.Role == r.Name).Select(p => p.Permission)],
                [.. grants.Where(g => g.Role == r.Name).Select(g => new RoleHolder(g.UserId, g.GrantedAt, g.AskedBy, g.ApprovedBy))])),
        ];
    }

    public async Task<Error?> RevokeAsync(Guid userId, string role, string reason, Actor staff, CancellationToken ct)
    {
        StagedRevocations? ended = null;
        var error = await HoldingAsync(
            role,
            async stop =>
            {
                if (await db.RoleGrants.SingleOrDefaultAsync(g => g.UserId == userId && g.Role == role, stop) is not { } grant
                    || await users.FindByIdAsync(userId, stop) is not { } user)
                    return CommonErrors.NotFound;
                if (role == StaffRole.Admin && await db.RoleGrants.CountAsync(g => g.Role == StaffRole.Admin, stop) == 1)
                    return AdminErrors.LastAdmin;
                db.RoleGrants.Remove(grant);
                var now = time.GetUtcNow();
                user.RemoveRole(role, now);
                db.AuditEntries.Add(AuditEntry.Of(AuditActions.RoleRevoked, userId, staff, $"{role}: {reason}", now));
                ended = await revoker.StageAllAsync(userId, s => true, RevocationReasons.RolesChanged, staff, stop);
                return null;
            },
            ct);
        if (error is null)
            ended?.Committed();
        return error;
    }

    public Task<Error?> BootstrapAsync(string email, string? reason, CancellationToken ct) => HoldingAsync(
        StaffRole.Admin,
        async stop =>
        {
            if (!EmailAddress.TryCreate(email, out var address) || await users.FindByEmailAsync(address, stop) is not { Status: UserStatus.Active } user)
                return AdminErrors.NoSuchAccount;
            if (user.Roles.Contains(StaffRole.Admin))
                return AdminErrors.AlreadyHasRole;
            if (reason is null && await db.RoleGrants.AnyAsync(g => g.Role == StaffRole.Admin, stop))
                return AdminErrors.AdminExists;
            var now = time.GetUtcNow();
            var why = reason ?? "the first admin";
            db.RoleGrants.Add(RoleGrant.Of(user.Id, StaffRole.Admin, askedBy: null, approvedBy: null, why, now));
            user.AddRole(StaffRole.Admin, now);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.RoleGranted, user.Id, Actor.System, $"{StaffRole.Admin}: {why}", now));
            return null;
        },
        ct);

    // Two admins who take each other's role at once must not leave none, and two first admins are not made: they wait for each other here.
    private Task<Error?> HoldingAsync(string role, Func<CancellationToken, Task<Error?>> change, CancellationToken ct) =>
        db.InTransactionAsync(
            $"SELECT FROM roles WHERE name = {role} FOR UPDATE",
            async stop =>
            {
                if (await change(stop) is { } error)
                    return error;
                await db.SaveChangesAsync(stop);
                return null;
            },
            ct);
}
