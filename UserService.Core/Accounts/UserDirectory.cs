using Microsoft.EntityFrameworkCore;
using System.Linq.Expressions;
using UserService.Core.Persistence;

namespace UserService.Core.Accounts;

/// <inheritdoc cref="IUserDirectory"/>
internal sealed class UserDirectory(UserDbContext db) : IUserDirectory
{
    public Task<DirectoryUser?> GetAsync(Guid id, CancellationToken ct) => FindAsync(u => u.Id == id, ct);

    public Task<DirectoryUser?> FindByEmailAsync(EmailAddress email, CancellationToken ct) =>
        FindAsync(u => u.Email == email.Value && u.EmailVerifiedAt != null, ct);

    public Task<DirectoryUser?> FindByPhoneAsync(PhoneNumber phone, CancellationToken ct) =>
        FindAsync(u => u.PhoneNumber == phone.Value && u.PhoneVerifiedAt != null, ct);

    private async Task<DirectoryUser?> FindAsync(Expression<Func<User, bool>> which, CancellationToken ct) =>
        await db.Users.AsNoTracking().Where(which).SingleOrDefaultAsync(ct) is { } u
            ? new DirectoryUser(
                u.Id, u.Status.ToWire(), u.Email, u.EmailVerifiedAt is not null, u.PhoneNumber, u.PhoneVerifiedAt is not null,
                u.FirstName, u.LastName, u.Country, u.Locale, u.KycTier, u.CreatedAt, u.UpdatedAt)
            : null;
}
