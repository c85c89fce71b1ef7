using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Messaging.Inbox;

internal sealed class InboxMessageConfiguration : IEntityTypeConfiguration<InboxMessage>
{
    public void Configure(EntityTypeBuilder<InboxMessage> builder)
    {
        builder.ToTable("inbox_messages");

        // CloudEvents 1.0: source and id together name an event.
        builder.HasKey(m => new { m.Source, m.EventId });
        builder.Property(m => m.Source).HasMaxLength(IncomingEvent.MaxAttribute);
        builder.Property(m => m.EventId).HasMaxLength(IncomingEvent.MaxAttribute);
        builder.Property(m => m.Type).HasMaxLength(IncomingEvent.MaxAttribute);
        builder.HasIndex(m => m.HandledAt);
    }
}
