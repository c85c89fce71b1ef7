using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Sessions;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.ClientId).HasMaxLength(100);
        builder.Property(s => s.Acr).HasMaxLength(10);
        builder.Property(s => s.Name).HasMaxLength(100);
        builder.Property(s => s.Address).HasMaxLength(45);
        builder.Property(s => s.UserAgent).HasMaxLength(256);
        builder.Property(s => s.KeyThumbprint).HasMaxLength(43);
        builder.Property(s => s.RevokedReason).HasMaxLength(60);

        // Ending is what one caller must win: rotation of the refresh token moves the row all the time.
        builder.Property(s => s.RevokedAt).IsConcurrencyToken();
        builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);

        // Rotation touches no indexed column, so PostgreSQL rewrites the row in place (HOT) and refresh stays cheap.
        builder.HasIndex(s => s.UserId).HasFilter("revoked_at IS NULL");
        builder.HasIndex(s => s.AbsoluteExpiresAt);
    }
}
