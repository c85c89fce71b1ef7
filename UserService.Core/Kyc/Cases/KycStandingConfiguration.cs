using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Kyc.Cases;

internal sealed class KycStandingConfiguration : IEntityTypeConfiguration<KycStanding>
{
    public void Configure(EntityTypeBuilder<KycStanding> builder)
    {
        builder.ToTable("kyc_standings");
        builder.HasKey(s => s.UserId);
        builder.Property(s => s.UserId).ValueGeneratedNever();
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasOne<User>().WithOne().HasForeignKey<KycStanding>(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(s => s.ReviewDueAt).HasFilter("restricted_at IS NULL").HasDatabaseName("ix_kyc_standings_due");
    }
}
