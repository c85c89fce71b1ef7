using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Privacy.Erasures;
using UserService.Core.Privacy.Exports;
using UserService.Core.Privacy.Holds;

namespace UserService.Core.Privacy;

internal sealed class LegalHoldConfiguration : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> builder)
    {
        builder.ToTable("legal_holds");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Reason).HasMaxLength(500);
        builder.Property(h => h.PlacedBy).HasMaxLength(100);
        builder.Property(h => h.ReleasedBy).HasMaxLength(100);
        builder.HasIndex(h => h.UserId);
    }
}

internal sealed class DataExportConfiguration : IEntityTypeConfiguration<DataExport>
{
    public void Configure(EntityTypeBuilder<DataExport> builder)
    {
        builder.ToTable("data_exports");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.State).HasConversion<string>().HasMaxLength(20);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasIndex(e => new { e.UserId, e.RequestedAt });
        builder.HasIndex(e => e.TokenHash).IsUnique();

        // One at a time: of two requests at once the second meets the first.
        builder.HasIndex(e => e.UserId).IsUnique().HasFilter("state = 'Preparing'").HasDatabaseName("ux_data_exports_preparing");
        builder.HasIndex(e => e.NextAttemptAt).HasFilter("state = 'Preparing'").HasDatabaseName("ix_data_exports_waiting");
        builder.HasIndex(e => e.ExpiresAt).HasFilter("state = 'Ready'").HasDatabaseName("ix_data_exports_ready");
    }
}

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> builder)
    {
        builder.ToTable("erasures");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.State).HasConversion<string>().HasMaxLength(20);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasIndex(e => e.UserId).IsUnique().HasFilter("state = 'Scheduled'").HasDatabaseName("ux_erasures_scheduled");
        builder.HasIndex(e => e.NextAttemptAt).HasFilter("state = 'Scheduled'").HasDatabaseName("ix_erasures_due");
    }
}
