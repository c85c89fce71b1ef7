using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Mfa.RecoveryCodes;

internal sealed class StoredRecoveryCodeConfiguration : IEntityTypeConfiguration<StoredRecoveryCode>
{
    public void Configure(EntityTypeBuilder<StoredRecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.UserId, c.Hash }).IsUnique();
    }
}
