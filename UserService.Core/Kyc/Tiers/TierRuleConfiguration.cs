using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Kyc.Tiers;

internal sealed class TierRuleConfiguration : IEntityTypeConfiguration<TierRule>
{
    public void Configure(EntityTypeBuilder<TierRule> builder)
    {
        builder.ToTable("kyc_tier_rules");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Country).HasMaxLength(2).IsFixedLength();
        builder.Property(r => r.Currency).HasMaxLength(3).IsFixedLength();
        builder.HasIndex(r => new { r.Country, r.Tier, r.EffectiveFrom }).IsUnique();
    }
}
