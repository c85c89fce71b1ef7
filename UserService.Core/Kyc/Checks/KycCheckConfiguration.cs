using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Kyc.Checks;

internal sealed class KycCheckConfiguration : IEntityTypeConfiguration<KycCheck>
{
    public void Configure(EntityTypeBuilder<KycCheck> builder)
    {
        builder.ToTable("kyc_checks");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.Provider).HasMaxLength(40);
        builder.Property(c => c.Reference).HasMaxLength(200);
        builder.Property(c => c.Score).HasPrecision(5, 4);
        builder.Property(c => c.Reason).HasMaxLength(40);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.UserId, c.Kind, c.Attempt }).IsUnique();
        builder.HasIndex(c => c.NextTryAt).HasFilter("state IN ('Pending', 'Waiting')").HasDatabaseName("ix_kyc_checks_open");
        builder.HasIndex(c => new { c.Provider, c.Reference }).HasFilter("state = 'Waiting'").HasDatabaseName("ix_kyc_checks_waiting");
    }
}
