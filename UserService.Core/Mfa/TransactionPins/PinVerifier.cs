using Microsoft.EntityFrameworkCore;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Errors;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.TransactionPins;

/// <summary>Checks a PIN. A try is counted before it is looked at, so parallel guesses gain nothing, and forgotten when it was right.</summary>
internal sealed class PinVerifier(UserDbContext db, PasswordHasher hasher)
{
    public Task<bool> IsSetAsync(Guid userId, CancellationToken ct) => db.TransactionPins.AnyAsync(p => p.UserId == userId, ct);

    /// <summary>Whether there is one, and it is not blocked.</summary>
    public Task<bool> IsUsableAsync(Guid userId, CancellationToken ct) => db.TransactionPins.AnyAsync(p => p.UserId == userId && p.Failures < TransactionPin.MaxFailures, ct);

    /// <returns>Null when the PIN is right.</returns>
    public async Task<Error?> CheckAsync(Guid userId, string pin, CancellationToken ct)
    {
        if (!PinRules.IsPin(pin) || !Password.TryCreate(pin, out var secret))
            return PinErrors.NotAPin;
        var counted = await db.TransactionPins.Where(p => p.UserId == userId && p.Failures < TransactionPin.MaxFailures)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Failures, p => p.Failures + 1), ct);
        if (counted == 0)
            return await IsSetAsync(userId, ct) ? PinErrors.Blocked : PinErrors.NotSet;
        var hash = await db.TransactionPins.Where(p => p.UserId == userId).Select(p => p.Hash).SingleAsync(ct);
        switch (await hasher.VerifyAsync(secret, hash, ct))
        {
            case VerifyResult.Verified:
                await ForgetAsync(userId, p => 0, ct);
                return null;
            case VerifyResult.Busy(var retryAfter):
                await ForgetAsync(userId, p => p.Failures - 1, ct);
                return CommonErrors.Overloaded(retryAfter);
            default:
                return PinErrors.Wrong;
        }
    }

    private Task<int> ForgetAsync(Guid userId, System.Linq.Expressions.Expression<Func<TransactionPin, int>> failures, CancellationToken ct) =>
        db.TransactionPins.Where(p => p.UserId == userId).ExecuteUpdateAsync(set => set.SetProperty(p => p.Failures, failures), ct);
}
