using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Notifications;

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.HasKey(n => n.Id);
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Channel).HasMaxLength(10);
        builder.Property(n => n.Template).HasMaxLength(60);
        builder.Property(n => n.Locale).HasMaxLength(35);
        builder.Property(n => n.TraceParent).HasMaxLength(64);
        builder.Property(n => n.Status).HasConversion<string>().HasMaxLength(20);
        builder.Property(n => n.LastError).HasMaxLength(200);
        builder.HasIndex(n => n.NextAttemptAt).HasFilter("status = 'Pending'");
        builder.HasIndex(n => n.UserId);
        builder.Property(n => n.RecipientHash).HasMaxLength(32);
        builder.Property(n => n.Provider).HasMaxLength(20);
        builder.Property(n => n.ProviderMessageId).HasMaxLength(200);

        // As a number, since reports outrank each other.
        builder.Property(n => n.Delivery).HasConversion<short?>();
        builder.Property(n => n.DeliveryError).HasMaxLength(60);
        builder.HasIndex(n => new { n.RecipientHash, n.CreatedAt });
    }
}
