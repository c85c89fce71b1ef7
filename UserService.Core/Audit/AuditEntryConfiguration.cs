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
        builder.Property(a => a.BeforeHash).HasMaxLength(32);
        builder.Property(a => a.AfterHash).HasMaxLength(32);
        builder.Property(a => a.Mac).HasDefaultValueSql("''::bytea"); // a row that came past the service has none, and shows

        // What did this member of staff do? Of customers the subject says as much.
        builder.HasIndex(a => new { a.ActorId, a.Id }).HasFilter("actor_type = 'staff'").HasDatabaseName("ix_audit_entries_staff");
        builder.HasIndex(a => new { a.SubjectId, a.OccurredAt });
    }
}
