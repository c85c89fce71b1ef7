using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Banking.Accounts;

internal sealed class BankAccountConfiguration : IEntityTypeConfiguration<BankAccount>
{
    public void Configure(EntityTypeBuilder<BankAccount> builder)
    {
        builder.ToTable("bank_accounts");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.BankCode).HasMaxLength(10);
        builder.Property(a => a.BankName).HasMaxLength(200);
        builder.Property(a => a.Ending).HasMaxLength(4);
        builder.Property(a => a.Score).HasPrecision(5, 4);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(a => new { a.UserId, a.NumberIndex }).IsUnique().HasFilter("unlinked_at IS NULL").HasDatabaseName("ux_bank_accounts_linked");
    }
}
