using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Banking.Banks;

internal sealed class PartnerListConfiguration : IEntityTypeConfiguration<PartnerList>
{
    public void Configure(EntityTypeBuilder<PartnerList> builder)
    {
        builder.ToTable("partner_lists");
        builder.HasKey(l => l.Name);
        builder.Property(l => l.Name).HasMaxLength(20);
        builder.Property(l => l.Json).HasColumnType("jsonb");
    }
}
