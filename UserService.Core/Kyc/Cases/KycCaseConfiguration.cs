using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Kyc.Cases;

internal sealed class KycCaseConfiguration : IEntityTypeConfiguration<KycCase>
{
    public const string OneOpenPerUser = "ux_kyc_cases_open";

    public void Configure(EntityTypeBuilder<KycCase> builder)
    {
        builder.ToTable("kyc_cases");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.DecidedBy).HasMaxLength(100);
        builder.Property(c => c.Reason).HasMaxLength(40);
        builder.Property(c => c.Note).HasMaxLength(1000);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => c.UserId).IsUnique().HasFilter("state IN ('Draft', 'Submitted', 'InReview')").HasDatabaseName(OneOpenPerUser);
        builder.HasIndex(c => new { c.UserId, c.CreatedAt });
        builder.HasIndex(c => new { c.SubmittedAt, c.Id }).HasFilter("state = 'InReview'").HasDatabaseName("ix_kyc_cases_queue");
        builder.HasIndex(c => c.CreatedAt).HasFilter("state IN ('Draft', 'Submitted')").HasDatabaseName("ix_kyc_cases_idle");
    }
}
