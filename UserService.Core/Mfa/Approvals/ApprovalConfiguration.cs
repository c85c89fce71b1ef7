using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Mfa.Approvals;

internal sealed class ApprovalConfiguration : IEntityTypeConfiguration<Approval>
{
    public void Configure(EntityTypeBuilder<Approval> builder)
    {
        builder.ToTable("approvals");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Operation).HasMaxLength(100);
        builder.Property(a => a.State).HasConversion<string>().HasMaxLength(20).IsConcurrencyToken();
        builder.Property(a => a.Method).HasMaxLength(30);
        builder.Property(a => a.RedeemedBy).HasMaxLength(100);
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(a => a.UserId);
        builder.HasIndex(a => a.ExpiresAt);
    }
}
