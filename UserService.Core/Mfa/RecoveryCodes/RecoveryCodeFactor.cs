using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Mfa.Factors;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.RecoveryCodes;

/// <summary>Recovery codes as a way to sign in.</summary>
internal sealed class RecoveryCodeFactor(UserDbContext db, IUserRepository users, FactorJournal journal, TimeProvider time)
{
    /// <summary>Spends a code: used twenty times at once, it is right for one. What its use leaves behind is in the caller's unit of work.</summary>
    public async Task<bool> SpendAsync(Guid userId, string typed, Actor actor, CancellationToken ct)
    {
        if (!RecoveryCode.TryParse(typed, out var code))
            return false;
        var (hash, now) = (code.Hash(userId), time.GetUtcNow());
        var spent = await db.RecoveryCodes.Where(c => c.UserId == userId && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), ct);
        if (spent == 0 || await users.FindByIdAsync(userId, ct) is not { } user)
            return false;
        var left = await db.RecoveryCodes.CountAsync(c => c.UserId == userId && c.UsedAt == null, ct);
        await journal.RecordRecoveryCodesAsync(FactorChange.RecoveryCodeUsed, user, left, actor.As(userId), ct);
        return true;
    }
}
