using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserService.Core.Accounts;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.HasKey(u => u.Id);
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.Status).HasConversion<string>().HasMaxLength(20);
        builder.Property(u => u.StatusBeforeSuspension).HasConversion<string>().HasMaxLength(20);
        builder.Property(u => u.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(u => u.PhoneNumber).HasMaxLength(Accounts.PhoneNumber.MaxLength);
        builder.Property(u => u.FirstName).HasMaxLength(PersonName.MaxLength);
        builder.Property(u => u.LastName).HasMaxLength(PersonName.MaxLength);
        builder.Property(u => u.MiddleName).HasMaxLength(PersonName.MaxLength);
        builder.Property(u => u.DisplayName).HasMaxLength(PersonName.MaxLength);
        builder.Property(u => u.Country).HasMaxLength(2).IsFixedLength();
        builder.Property(u => u.Locale).HasMaxLength(35);
        builder.Property(u => u.AcceptedTermsVersion).HasMaxLength(40);
        builder.Property<uint>("Version").IsRowVersion();

        // Unique among verified owners only: nobody can block an address by registering it without owning it.
        builder.HasIndex(u => u.Email).IsUnique().HasFilter("email_verified_at IS NOT NULL").HasDatabaseName("ux_users_verified_email");
        builder.HasIndex(u => u.PhoneNumber).IsUnique().HasFilter("phone_verified_at IS NOT NULL").HasDatabaseName("ux_users_verified_phone");

        // Staff find accounts whose contacts are not verified too; these are few.
        builder.HasIndex(u => u.Email, "ix_users_unverified_email").HasFilter("email_verified_at IS NULL").HasDatabaseName("ix_users_unverified_email");
        builder.HasIndex(u => u.PhoneNumber, "ix_users_unverified_phone").HasFilter("phone_verified_at IS NULL").HasDatabaseName("ix_users_unverified_phone");

        // Abandoned registrations are found and removed by age.
        builder.HasIndex(u => u.CreatedAt).HasFilter("status = 'Pending'").HasDatabaseName("ix_users_pending");
    }
}
