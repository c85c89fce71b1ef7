using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.TransactionPins;

/// <inheritdoc cref="ITransactionPinService"/>
internal sealed class TransactionPinService(
    UserDbContext db, IUserRepository users, PinVerifier verifier, PasswordHasher hasher, NotificationQueue notifications, TimeProvider time) : ITransactionPinService
{
    public async Task<Error?> SetAsync(Guid userId, string pin, Actor actor, CancellationToken ct)
    {
        if (!PinRules.IsPin(pin) || !Password.TryCreate(pin, out var secret))
            return PinErrors.NotAPin;
        if (PinRules.IsTooCommon(pin))
            return PinErrors.TooCommon;
        if (await RefuseSameAsync(userId, secret, ct) is { } error)
            return error;
        return await hasher.HashAsync(secret, ct) switch
        {
            HashResult.Hashed(var hash) => await StoreAsync(userId, hash, actor, ct),
            HashResult.Busy(var retryAfter) => CommonErrors.Overloaded(retryAfter),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<Error?> ChangeAsync(Guid userId, string current, string pin, Actor actor, CancellationToken ct)
    {
        // Followed from before it is checked: of two changes at once the second finds another PIN in its place, and is not told that its own is in force.
        await db.TransactionPins.Where(p => p.UserId == userId).LoadAsync(ct);
        return await verifier.CheckAsync(userId, current, ct) ?? await SetAsync(userId, pin, actor, ct);
    }

    // A PIN is replaced because it was forgotten, blocked or seen by somebody. As a guess this is worth nothing: a wrong one replaces the PIN.
    private async Task<Error?> RefuseSameAsync(Guid userId, Password chosen, CancellationToken ct)
    {
        if (await db.TransactionPins.SingleOrDefaultAsync(p => p.UserId == userId, ct) is not { Hash: var hash })
            return null;
        return await hasher.VerifyAsync(chosen, hash, ct) switch
        {
            VerifyResult.Verified => PinErrors.Unchanged,
            VerifyResult.Busy(var retryAfter) => CommonErrors.Overloaded(retryAfter),
            _ => null,
        };
    }

    private async Task<Error?> StoreAsync(Guid userId, string hash, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { } user)
            return CommonErrors.NotFound;
        var now = time.GetUtcNow();
        if (await db.TransactionPins.SingleOrDefaultAsync(p => p.UserId == userId, ct) is { } pin)
            pin.Replace(hash, now);
        else
            db.TransactionPins.Add(TransactionPin.Create(userId, hash, now));
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.TransactionPinSet, userId, actor, reason: null, now));
        db.Raise(new MfaChanged(userId, "pin_set", FactorId: null, Kind: null), now);
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.TransactionPinSet, ct);
        await db.SaveChangesAsync(ct);
        return null;
    }
}
