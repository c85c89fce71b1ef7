using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Partners;

internal sealed class PartnerCallConfiguration : IEntityTypeConfiguration<PartnerCall>
{
    public void Configure(EntityTypeBuilder<PartnerCall> builder)
    {
        builder.ToTable("partner_calls");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Provider).HasMaxLength(40);
        builder.Property(c => c.Operation).HasMaxLength(40);
        builder.Property(c => c.State).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.Question, c.Provider }).IsUnique().HasFilter("state <> 'NotMade'").HasDatabaseName("ux_partner_calls_question");
        builder.HasIndex(c => c.UserId);
        builder.HasIndex(c => c.AskedAt);
    }
}
