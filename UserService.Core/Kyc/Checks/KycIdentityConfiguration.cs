using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Kyc.Checks;

internal sealed class KycIdentityConfiguration : IEntityTypeConfiguration<KycIdentity>
{
    public const string OnePerNumber = "ux_kyc_identities_number";

    public void Configure(EntityTypeBuilder<KycIdentity> builder)
    {
        builder.ToTable("kyc_identities");
        builder.HasKey(i => new { i.UserId, i.Kind });
        builder.Property(i => i.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.Provider).HasMaxLength(40);
        builder.HasOne<User>().WithMany().HasForeignKey(i => i.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(i => new { i.Kind, i.NumberIndex }).IsUnique().HasDatabaseName(OnePerNumber);
    }
}
