using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Admin.Roles;

internal sealed class StaffRoleConfiguration : IEntityTypeConfiguration<StaffRole>
{
    public void Configure(EntityTypeBuilder<StaffRole> builder)
    {
        builder.ToTable("roles");
        builder.HasKey(r => r.Name);
        builder.Property(r => r.Name).HasMaxLength(40);
        builder.Property(r => r.Description).HasMaxLength(200);
        builder.HasData(
            new { Name = StaffRole.Support, Description = "Helps customers: finds accounts, stops them, ends sessions, asks for what needs a second person." },
            new { Name = StaffRole.Compliance, Description = "Answers for the law: sees personal data for a reason, reviews KYC, limits, holds and the audit trail." },
            new { Name = StaffRole.Admin, Description = "Runs the service: roles, service clients, dead letters." });
    }
}

internal sealed class StaffPermissionConfiguration : IEntityTypeConfiguration<StaffPermission>
{
    public void Configure(EntityTypeBuilder<StaffPermission> builder)
    {
        builder.ToTable("permissions");
        builder.HasKey(p => p.Name);
        builder.Property(p => p.Name).HasMaxLength(40);
        builder.Property(p => p.Description).HasMaxLength(200);
        builder.HasData(Permissions.All.Select(p => new { Name = p.Key, Description = p.Value }));
    }
}

internal sealed class RolePermissionConfiguration : IEntityTypeConfiguration<RolePermission>
{
    private static readonly string[] OfSupport =
    [
        Permissions.SearchUsers, Permissions.ViewUsers, Permissions.SuspendUsers, Permissions.ReinstateUsers, Permissions.UnlockUsers, Permissions.LogOutUsers,
        Permissions.ResetFactors, Permissions.ReadNotes, Permissions.WriteNotes, Permissions.ViewRequests, Permissions.DecideRequests,
    ];

    private static readonly string[] OfCompliance =
    [
        Permissions.SearchUsers, Permissions.ViewUsers, Permissions.UnmaskUsers, Permissions.SuspendUsers, Permissions.ReinstateUsers, Permissions.LogOutUsers,
        Permissions.ChangeNames, Permissions.ReadNotes, Permissions.WriteNotes, Permissions.ManageHolds, Permissions.ManageRestrictions, Permissions.ViewRequests, Permissions.DecideRequests,
        Permissions.ReadAudit, Permissions.ExportAudit, Permissions.ReviewKyc, Permissions.ManageLimits,
    ];

    // No unmasking: who runs the service has no business with customers' data.
    private static readonly string[] OfAdmin =
    [
        Permissions.SearchUsers, Permissions.ViewUsers, Permissions.SuspendUsers, Permissions.ReinstateUsers, Permissions.UnlockUsers, Permissions.LogOutUsers,
        Permissions.ResetFactors, Permissions.ReadNotes, Permissions.ViewRequests, Permissions.DecideRequests, Permissions.ManageRoles, Permissions.ManageClients,
        Permissions.ManageDeadLetters, Permissions.ReadAudit,
    ];

    public void Configure(EntityTypeBuilder<RolePermission> builder)
    {
        builder.ToTable("role_permissions");
        builder.HasKey(p => new { p.Role, p.Permission });
        builder.Property(p => p.Role).HasMaxLength(40);
        builder.Property(p => p.Permission).HasMaxLength(40);
        builder.HasOne<StaffRole>().WithMany().HasForeignKey(p => p.Role);
        builder.HasOne<StaffPermission>().WithMany().HasForeignKey(p => p.Permission);
        builder.HasData(
            OfSupport.Select(p => new { Role = StaffRole.Support, Permission = p })
                .Concat(OfCompliance.Select(p => new { Role = StaffRole.Compliance, Permission = p }))
                .Concat(OfAdmin.Select(p => new { Role = StaffRole.Admin, Permission = p })));
    }
}

internal sealed class RoleGrantConfiguration : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> builder)
    {
        builder.ToTable("user_roles");
        builder.HasKey(g => new { g.UserId, g.Role });
        builder.Property(g => g.Role).HasMaxLength(40);
        builder.Property(g => g.Reason).HasMaxLength(500);
        builder.HasOne<User>().WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<StaffRole>().WithMany().HasForeignKey(g => g.Role).OnDelete(DeleteBehavior.Restrict);
    }
}
