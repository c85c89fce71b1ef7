using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Messaging;

internal sealed class CacheInvalidationConfiguration : IEntityTypeConfiguration<CacheInvalidation>
{
    public void Configure(EntityTypeBuilder<CacheInvalidation> builder)
    {
        builder.ToTable("cache_invalidations");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Kind).HasConversion<short>();
    }
}
