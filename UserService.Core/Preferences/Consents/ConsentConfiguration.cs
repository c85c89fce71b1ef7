using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Preferences.Consents;

internal sealed class ConsentEntryConfiguration : IEntityTypeConfiguration<ConsentEntry>
{
    public void Configure(EntityTypeBuilder<ConsentEntry> builder)
    {
        builder.ToTable("consents");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Purpose).HasMaxLength(40);
        builder.Property(c => c.Version).HasMaxLength(40);
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => new { c.UserId, c.Purpose, c.Id });
    }
}

internal sealed class ConsentPurposeConfiguration : IEntityTypeConfiguration<ConsentPurpose>
{
    private const string First = "2026-01";

    public void Configure(EntityTypeBuilder<ConsentPurpose> builder)
    {
        builder.ToTable("consent_purposes");
        builder.HasKey(p => new { p.Purpose, p.Country });
        builder.Property(p => p.Purpose).HasMaxLength(40);
        builder.Property(p => p.Country).HasMaxLength(2).IsFixedLength();
        builder.Property(p => p.Version).HasMaxLength(40);

        // Nigeria's GAID 2025 and the ePrivacy directive alike: offers and measuring only for who said yes. In the United States measuring is opt-out.
        builder.HasData(
            new { Purpose = ConsentPurposes.Marketing, Country = ConsentPurpose.AnyCountry, Version = First, GrantedByDefault = false },
            new { Purpose = ConsentPurposes.Analytics, Country = ConsentPurpose.AnyCountry, Version = First, GrantedByDefault = false },
            new { Purpose = ConsentPurposes.Analytics, Country = "US", Version = First, GrantedByDefault = true },
            new { Purpose = ConsentPurposes.DataSharing, Country = ConsentPurpose.AnyCountry, Version = First, GrantedByDefault = false });
    }
}
