using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Audit;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");

        // The time is part of the key because the table is partitioned by it.
        builder.HasKey(a => new { a.Id, a.OccurredAt });
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Action).HasMaxLength(60);
        builder.Property(a => a.ActorType).HasMaxLength(20);
        builder.Property(a => a.ActorId).HasMaxLength(100);
        builder.Property(a => a.Address).HasMaxLength(45);
        builder.Property(a => a.Reason).HasMaxLength(500);
        builder.HasIndex(a => new { a.SubjectId, a.OccurredAt });
    }
}
