using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Messaging.Outbox;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_messages");

        // The time is part of the key because the table is partitioned by it.
        builder.HasKey(m => new { m.Id, m.OccurredAt });
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Type).HasMaxLength(80);
        builder.Property(m => m.Data).HasColumnType("jsonb");
        builder.Property(m => m.TraceParent).HasMaxLength(64);
        builder.Property(m => m.LastError).HasMaxLength(500);

        // A trigger gives these; EF neither sends nor reads them back.
        GivenByDatabase(builder.Property(m => m.Position));
        GivenByDatabase(builder.Property(m => m.Sequence));
        GivenByDatabase(builder.Property(m => m.Shard));
        builder.HasIndex(m => new { m.Shard, m.Position }).HasFilter("sent_at IS NULL AND abandoned_at IS NULL").HasDatabaseName("ix_outbox_messages_waiting");
        builder.HasIndex(m => m.UserId);
    }

    private static void GivenByDatabase<T>(PropertyBuilder<T> property)
        where T : struct
    {
        property.HasDefaultValue(default(T)).ValueGeneratedNever();
        property.Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
