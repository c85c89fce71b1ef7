using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Storage;

internal sealed class StoredFileConfiguration : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("stored_files");
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Purpose).HasMaxLength(20);
        builder.Property(f => f.ContentType).HasMaxLength(100);
        builder.Property(f => f.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(f => f.UserId);
        builder.HasIndex(f => f.CreatedAt).HasFilter("state <> 'Kept'").HasDatabaseName("ix_stored_files_to_remove");
    }
}
