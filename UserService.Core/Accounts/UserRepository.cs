using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;

namespace UserService.Core.Accounts;

internal sealed class UserRepository(UserDbContext db) : IUserRepository
{
    public Task<User?> FindByIdAsync(Guid id, CancellationToken ct) => db.Users.SingleOrDefaultAsync(u => u.Id == id, ct);

    public Task<User?> FindByEmailAsync(EmailAddress email, CancellationToken ct) =>
        db.Users.SingleOrDefaultAsync(u => u.Email == email.Value && u.EmailVerifiedAt != null, ct);

    public Task<User?> FindByPhoneAsync(PhoneNumber phone, CancellationToken ct) =>
        db.Users.SingleOrDefaultAsync(u => u.PhoneNumber == phone.Value && u.PhoneVerifiedAt != null, ct);

    public void Add(User user) => db.Users.Add(user);
}
