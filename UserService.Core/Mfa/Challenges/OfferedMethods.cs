using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Mfa.Factors;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Challenges;

/// <summary>Says what a user can answer a challenge with.</summary>
internal sealed class OfferedMethods(UserDbContext db)
{
    /// <summary>
    /// Best first: a passkey cannot be phished, an app's code cannot be intercepted, a text message can (NIST SP 800-63B-4 calls it restricted). A code to the
    /// verified address serves only while there is nothing else, and a verified number only where there is no address.
    /// </summary>
    public async Task<IReadOnlyList<string>> OfAsync(User user, CancellationToken ct)
    {
        var kinds = await db.Factors.Where(f => f.UserId == user.Id && f.ConfirmedAt != null && f.SuspectedAt == null).Select(f => f.Kind).Distinct().ToListAsync(ct);
        var hasRecoveryCodes = await db.RecoveryCodes.AnyAsync(c => c.UserId == user.Id && c.UsedAt == null, ct);
        var hasNumber = user is { PhoneNumber: not null, PhoneVerifiedAt: not null };
        List<string> methods = [];
        if (kinds.Contains(FactorKind.Passkey))
            methods.Add(MfaMethods.Passkey);
        if (kinds.Contains(FactorKind.Totp))
            methods.Add(MfaMethods.Totp);
        if (kinds.Contains(FactorKind.Sms) && hasNumber)
            methods.Add(MfaMethods.Sms);
        if (methods.Count == 0)
            methods.Add(user is { Email: not null, EmailVerifiedAt: not null } || !hasNumber ? MfaMethods.Email : MfaMethods.Sms);
        if (hasRecoveryCodes)
            methods.Add(MfaMethods.RecoveryCode);
        return methods;
    }
}
