using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Partners.Webhooks;

internal sealed class PartnerEventConfiguration : IEntityTypeConfiguration<PartnerEvent>
{
    public void Configure(EntityTypeBuilder<PartnerEvent> builder)
    {
        builder.ToTable("partner_events");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Provider).HasMaxLength(40);
        builder.Property(e => e.Outcome).HasMaxLength(20);
        builder.HasIndex(e => new { e.Provider, e.Digest }).IsUnique();
        builder.HasIndex(e => e.NextTryAt).HasFilter("processed_at IS NULL").HasDatabaseName("ix_partner_events_waiting");
        builder.HasIndex(e => e.ReceivedAt);
    }
}
