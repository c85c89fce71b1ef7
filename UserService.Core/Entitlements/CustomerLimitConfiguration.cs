using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Entitlements;

internal sealed class CustomerLimitConfiguration : IEntityTypeConfiguration<CustomerLimit>
{
    public void Configure(EntityTypeBuilder<CustomerLimit> builder)
    {
        builder.ToTable("customer_limits");
        builder.HasKey(l => l.UserId);
        builder.Property(l => l.UserId).ValueGeneratedNever();
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasOne<User>().WithOne().HasForeignKey<CustomerLimit>(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
