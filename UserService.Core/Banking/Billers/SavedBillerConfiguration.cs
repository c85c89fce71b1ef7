using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Banking.Billers;

internal sealed class SavedBillerConfiguration : IEntityTypeConfiguration<SavedBiller>
{
    public void Configure(EntityTypeBuilder<SavedBiller> builder)
    {
        builder.ToTable("saved_billers");
        builder.HasKey(b => b.Id);
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.Property(b => b.BillerCode).HasMaxLength(40);
        builder.Property(b => b.ItemCode).HasMaxLength(40);
        builder.Property(b => b.BillerName).HasMaxLength(200);
        builder.Property(b => b.Label).HasMaxLength(60);
        builder.HasOne<User>().WithMany().HasForeignKey(b => b.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(b => new { b.UserId, b.ReferenceIndex }).IsUnique();
    }
}
