using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Mfa.Factors;

namespace UserService.Core.Mfa.Passkeys;

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.HasKey(p => p.FactorId);
        builder.Property(p => p.FactorId).ValueGeneratedNever();
        builder.Property(p => p.CredentialId).HasMaxLength(1023);
        builder.HasOne<Factor>().WithOne().HasForeignKey<Passkey>(p => p.FactorId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(p => p.CredentialId).IsUnique();
    }
}
