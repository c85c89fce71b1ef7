using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Profiles;

internal sealed class ProfileDetailsConfiguration : IEntityTypeConfiguration<ProfileDetails>
{
    public void Configure(EntityTypeBuilder<ProfileDetails> builder)
    {
        builder.ToTable("profile_details");
        builder.HasKey(d => d.UserId);
        builder.Property(d => d.UserId).ValueGeneratedNever();
        builder.Property(d => d.Gender).HasMaxLength(20);
        builder.Property(d => d.Nationality).HasMaxLength(2).IsFixedLength();
        builder.Property(d => d.Occupation).HasMaxLength(PostalAddress.LongestLine);
        builder.HasOne<User>().WithOne().HasForeignKey<ProfileDetails>(d => d.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
