using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Messaging.Inbox;

namespace UserService.Core.Messaging.DeadLetters;

internal sealed class DeadLetterConfiguration : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("dead_letters");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.Origin).HasMaxLength(200);
        builder.Property(l => l.Type).HasMaxLength(IncomingEvent.MaxAttribute);
        builder.Property(l => l.EventId).HasMaxLength(IncomingEvent.MaxAttribute);
        builder.Property(l => l.Subject).HasMaxLength(IncomingEvent.MaxAttribute);
        builder.Property(l => l.Reason).HasMaxLength(200);
        builder.Property(l => l.ContentType).HasMaxLength(200);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasIndex(l => l.ReplayRequestedAt).HasFilter("replay_requested_at IS NOT NULL AND replayed_at IS NULL");
    }
}
