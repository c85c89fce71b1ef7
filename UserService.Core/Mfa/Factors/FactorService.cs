using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Mfa.RecoveryCodes;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Factors;

/// <inheritdoc cref="IFactorService"/>
internal sealed class FactorService(UserDbContext db, TotpEnrolments totp, FactorJournal journal, MfaPolicy policy, FactorLimit limit, TimeProvider time) : IFactorService
{
    public async Task<FactorList> ListAsync(Guid userId, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, ct);
        var factors = await db.Factors.AsNoTracking().Where(f => f.UserId == userId && f.ConfirmedAt != null).OrderBy(f => f.CreatedAt).ThenBy(f => f.Id).ToListAsync(ct);
        var codes = await db.RecoveryCodes.CountAsync(c => c.UserId == userId && c.UsedAt == null, ct);
        return new FactorList([.. factors.Select(FactorView.Of)], codes, policy.Requires(user));
    }

    public Task<StartTotpResult> StartTotpAsync(Guid userId, string? name, CancellationToken ct) => totp.StartAsync(userId, name, ct);

    public Task<FactorResult> ConfirmTotpAsync(Guid userId, Guid factorId, string code, Actor actor, CancellationToken ct) =>
        totp.ConfirmAsync(userId, factorId, code, actor, ct);

    public async Task<FactorResult> AddSmsAsync(Guid userId, string? name, Actor actor, CancellationToken ct)
    {
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        if (user is not { PhoneNumber: not null, PhoneVerifiedAt: not null })
            return new FactorResult.Failed(MfaErrors.PhoneNotVerified);
        if (await db.Factors.AnyAsync(f => f.UserId == userId && f.Kind == FactorKind.Sms, ct))
            return new FactorResult.Failed(MfaErrors.AlreadyEnrolled);
        if (await limit.IsReachedAsync(userId, ct))
            return new FactorResult.Failed(MfaErrors.TooManyFactors);
        var now = time.GetUtcNow();
        var factor = Factor.Add(Guid.CreateVersion7(now), userId, FactorKind.Sms, name, now);
        db.Factors.Add(factor);
        user.ChangeFactors();
        await journal.RecordAsync(FactorChange.Added, user, factor, actor, ct);
        await db.SaveChangesAsync(ct);
        return new FactorResult.Added(FactorView.Of(factor));
    }

    public async Task<bool> RenameAsync(Guid userId, Guid factorId, string name, Actor actor, CancellationToken ct)
    {
        if (await db.Factors.SingleOrDefaultAsync(f => f.Id == factorId && f.UserId == userId && f.ConfirmedAt != null, ct) is not { } factor)
            return false;
        factor.Rename(name);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.FactorRenamed, userId, actor, factor.Kind.ToWire(), time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return true;
    }

    public async Task<Error?> RemoveAsync(Guid userId, Guid factorId, Actor actor, CancellationToken ct)
    {
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        var factors = await db.Factors.Where(f => f.UserId == userId).ToListAsync(ct);
        if (factors.Find(f => f.Id == factorId) is not { } factor)
            return CommonErrors.NotFound;
        if (factor.IsUsable && factors.Count(f => f.IsUsable) == 1 && policy.Requires(user))
            return MfaErrors.LastFactor;
        db.Factors.Remove(factor);
        user.ChangeFactors();

        // A secret that was never confirmed changed nothing, so its end is no news.
        if (factor.ConfirmedAt is not null)
            await journal.RecordAsync(FactorChange.Removed, user, factor, actor, ct);
        await db.SaveChangesAsync(ct);
        return null;
    }

    public async Task<IReadOnlyList<string>> CreateRecoveryCodesAsync(Guid userId, Actor actor, CancellationToken ct)
    {
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        var codes = RecoveryCode.GenerateSet();
        var now = time.GetUtcNow();
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.UserId == userId).ToListAsync(ct));
        db.RecoveryCodes.AddRange(codes.Select(code => StoredRecoveryCode.Of(code, userId, now)));
        user.ChangeFactors();
        await journal.RecordRecoveryCodesAsync(FactorChange.RecoveryCodesCreated, user, codes.Count, actor, ct);
        await db.SaveChangesAsync(ct);
        return [.. codes.Select(code => code.Reveal())];
    }
}
