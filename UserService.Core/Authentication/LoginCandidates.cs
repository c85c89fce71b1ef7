using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Devices;
using UserService.Core.Persistence;

namespace UserService.Core.Authentication;

/// <summary>Finds all that a login needs in one round trip: the user, the password hash, and the device if it is known.</summary>
internal sealed class LoginCandidates(UserDbContext db)
{
    private static readonly Func<UserDbContext, string, byte[], CancellationToken, Task<LoginCandidate?>> ByEmail = EF.CompileAsyncQuery(
        (UserDbContext db, string email, byte[] device, CancellationToken ct) =>
            (from user in db.Users
             join credential in db.PasswordCredentials on user.Id equals credential.UserId
             from known in db.Devices.Where(d => d.UserId == user.Id && d.TokenHash == device).DefaultIfEmpty()
             where user.Email == email && user.EmailVerifiedAt != null
             select new LoginCandidate(user, credential, known)).SingleOrDefault());

    private static readonly Func<UserDbContext, string, byte[], CancellationToken, Task<LoginCandidate?>> ByPhone = EF.CompileAsyncQuery(
        (UserDbContext db, string phone, byte[] device, CancellationToken ct) =>
            (from user in db.Users
             join credential in db.PasswordCredentials on user.Id equals credential.UserId
             from known in db.Devices.Where(d => d.UserId == user.Id && d.TokenHash == device).DefaultIfEmpty()
             where user.PhoneNumber == phone && user.PhoneVerifiedAt != null
             select new LoginCandidate(user, credential, known)).SingleOrDefault());

    /// <summary>The account that an identifier names, in whatever spelling; null when there is none.</summary>
    public async Task<LoginCandidate?> FindAsync(LoginIdentifier? identifier, string? deviceToken, CancellationToken ct)
    {
        var device = deviceToken is null ? [] : DeviceTokens.Hash(deviceToken);
        return identifier switch
        {
            LoginIdentifier.Email(var email) => await ByEmail(db, email.Value, device, ct),
            LoginIdentifier.Phone(var phone) => await ByPhone(db, phone.Value, device, ct),
            _ => null,
        };
    }

    public Task<PasswordCredential?> FindCredentialAsync(Guid userId, CancellationToken ct) =>
        db.PasswordCredentials.SingleOrDefaultAsync(c => c.UserId == userId, ct);
}

/// <summary>An account that somebody tries to sign in to.</summary>
internal sealed record LoginCandidate(User User, PasswordCredential Credential, Device? Device);

/// <summary>What a customer may type to name the account.</summary>
internal abstract record LoginIdentifier
{
    public sealed record Email(EmailAddress Address) : LoginIdentifier;

    public sealed record Phone(PhoneNumber Number) : LoginIdentifier;

    /// <summary>One normal form for every spelling, so that throttling counts them as one.</summary>
    public string Normal => this switch
    {
        Email(var address) => address.Value,
        Phone(var number) => number.Value,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static LoginIdentifier? Parse(string text) =>
        text.Contains('@', StringComparison.Ordinal)
            ? EmailAddress.TryCreate(text, out var email) ? new Email(email) : null
            : PhoneNumber.TryCreate(text, country: null, out var phone) ? new Phone(phone) : null;
}
