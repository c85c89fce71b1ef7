using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Authentication.Clients;

internal sealed class ServiceClientConfiguration : IEntityTypeConfiguration<ServiceClient>
{
    public void Configure(EntityTypeBuilder<ServiceClient> builder)
    {
        builder.ToTable("service_clients");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).HasMaxLength(100);
        builder.Property(c => c.ExchangeAudiences).HasDefaultValueSql("'{}'");
        builder.Property(c => c.RequiresDpop).HasDefaultValue(false);
        builder.Property<uint>("Version").IsRowVersion();
    }
}
