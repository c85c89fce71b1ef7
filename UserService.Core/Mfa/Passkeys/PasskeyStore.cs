using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Mfa.Factors;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Passkeys;

/// <summary>
/// Shows passkeys to the framework's handler, which verifies ceremonies and nothing more: accounts are ours, so all that would change
/// users is refused.
/// </summary>
internal sealed class PasskeyStore(UserDbContext db) : IUserPasskeyStore<PasskeyOwner>
{
    // No query: the handler asks for the passkey next, and finds none where there is no such user.
    public Task<PasskeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(Guid.TryParse(userId, out var id) ? new PasskeyOwner(id) : null);

    public Task<string> GetUserIdAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyOwner user, CancellationToken cancellationToken) =>
        [.. (await Usable(user.UserId).ToListAsync(cancellationToken)).Select(Show)];

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
        await Usable(user.UserId).SingleOrDefaultAsync(p => p.CredentialId == credentialId, cancellationToken) is { } passkey ? Show(passkey) : null;

    /// <summary>Asked before a new passkey is accepted: a suspect one counts, or its copy could be enrolled anew.</summary>
    public async Task<PasskeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await (from passkey in db.Passkeys
               join factor in db.Factors on passkey.FactorId equals factor.Id
               where passkey.CredentialId == credentialId
               select new PasskeyOwner(factor.UserId)).SingleOrDefaultAsync(cancellationToken);

    public void Dispose()
    {
        // The context belongs to the request.
    }

    public Task AddOrUpdatePasskeyAsync(PasskeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Unused();

    public Task RemovePasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw Unused();

    public Task<string?> GetUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unused();

    public Task SetUserNameAsync(PasskeyOwner user, string? userName, CancellationToken cancellationToken) => throw Unused();

    public Task<string?> GetNormalizedUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unused();

    public Task SetNormalizedUserNameAsync(PasskeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> CreateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> UpdateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> DeleteAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unused();

    public Task<PasskeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw Unused();

    private static NotSupportedException Unused() => new("The passkey handler verifies ceremonies; users and passkeys are changed by their own services.");

    // The counter is shown as 0, which any counter passes: the handler's refusal would not say that it was the counter, and its comparison would not hold
    // against another sign-in at the same moment. PasskeyAssertions compares in the statement that stores it.
    private static UserPasskeyInfo Show(Passkey p) => new(
        p.CredentialId, p.PublicKey, createdAt: default, signCount: 0, p.Transports, isUserVerified: true, p.IsBackupEligible, p.IsBackedUp,
        attestationObject: [], clientDataJson: []);

    private IQueryable<Passkey> Usable(Guid userId) =>
        from passkey in db.Passkeys.AsNoTracking()
        join factor in db.Factors on passkey.FactorId equals factor.Id
        where factor.UserId == userId && factor.Kind == FactorKind.Passkey && factor.SuspectedAt == null
        select passkey;
}
