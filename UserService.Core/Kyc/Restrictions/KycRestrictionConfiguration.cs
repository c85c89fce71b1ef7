using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Kyc.Restrictions;

internal sealed class KycRestrictionConfiguration : IEntityTypeConfiguration<KycRestriction>
{
    public void Configure(EntityTypeBuilder<KycRestriction> builder)
    {
        builder.ToTable("kyc_restrictions");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Reason).HasMaxLength(40);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(r => r.UserId);
    }
}
