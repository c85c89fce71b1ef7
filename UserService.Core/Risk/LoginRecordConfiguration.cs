using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Risk;

internal sealed class LoginRecordConfiguration : IEntityTypeConfiguration<LoginRecord>
{
    public void Configure(EntityTypeBuilder<LoginRecord> builder)
    {
        builder.ToTable("login_history");

        // The time is part of the key because the table is partitioned by it.
        builder.HasKey(r => new { r.Id, r.OccurredAt });
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Method).HasMaxLength(20);
        builder.Property(r => r.Outcome).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Network).HasMaxLength(49);
        builder.Property(r => r.Country).HasMaxLength(2);
        builder.HasIndex(r => new { r.UserId, r.OccurredAt });
    }
}
