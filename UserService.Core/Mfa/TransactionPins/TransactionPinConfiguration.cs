using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Mfa.TransactionPins;

internal sealed class TransactionPinConfiguration : IEntityTypeConfiguration<TransactionPin>
{
    public void Configure(EntityTypeBuilder<TransactionPin> builder)
    {
        builder.ToTable("transaction_pins");
        builder.HasKey(p => p.UserId);
        builder.Property(p => p.UserId).ValueGeneratedNever();
        builder.Property(p => p.Hash).HasMaxLength(512).IsConcurrencyToken(); // of two changes at once, the second would undo what the first was told is done
        builder.HasOne<User>().WithOne().HasForeignKey<TransactionPin>(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
