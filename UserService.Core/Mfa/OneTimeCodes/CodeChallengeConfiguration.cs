using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserService.Core.Accounts;

namespace UserService.Core.Mfa.OneTimeCodes;

internal sealed class CodeChallengeConfiguration : IEntityTypeConfiguration<CodeChallenge>
{
    public void Configure(EntityTypeBuilder<CodeChallenge> builder)
    {
        builder.ToTable("code_challenges");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Purpose).HasConversion<string>().HasMaxLength(30);
        builder.Property(c => c.Channel).HasConversion<string>().HasMaxLength(10);
        builder.Property(c => c.DeviceName).HasMaxLength(100);
        builder.Property(c => c.DevicePlatform).HasMaxLength(40);

        // Tries are counted by a statement of their own, so the row's version moves; being unspent is what one caller must win.
        builder.Property(c => c.ConsumedAt).IsConcurrencyToken();

        // ResendAfter is no token: OneTimeCodes.ClaimSendingAsync moves it by a statement of its own, which one of several callers wins.
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => c.ExpiresAt);
    }
}
