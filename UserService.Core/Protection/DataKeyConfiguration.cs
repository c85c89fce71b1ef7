using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Protection;

internal sealed class DataKeyConfiguration : IEntityTypeConfiguration<DataKey>
{
    public void Configure(EntityTypeBuilder<DataKey> builder)
    {
        builder.ToTable("data_keys");
        builder.HasKey(k => k.Id);
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.Property(k => k.MasterKeyId).HasMaxLength(100);

        // One key per user, and one of the service: NULLS NOT DISTINCT makes the latter unique too.
        builder.HasIndex(k => k.SubjectId).IsUnique().AreNullsDistinct(false);
    }
}
