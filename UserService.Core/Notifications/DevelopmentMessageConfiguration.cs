using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Notifications;

internal sealed class DevelopmentMessageConfiguration : IEntityTypeConfiguration<DevelopmentMessage>
{
    public void Configure(EntityTypeBuilder<DevelopmentMessage> builder)
    {
        builder.ToTable("development_messages");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => new { m.To, m.SentAt });
    }
}
