using Microsoft.EntityFrameworkCore;
using UserService.Core.Mfa.Totp;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Mfa.Factors;

/// <summary>Authenticator apps: their secrets encrypted, each time step good once.</summary>
internal sealed class TotpFactors(UserDbContext db, UserKeys keys, TotpVerifier verifier, TimeProvider time)
{
    private const string Column = "factors.secret_protected";

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<Factor> MakeAsync(Guid userId, string? name, TotpSecret secret, CancellationToken ct)
    {
        var key = await keys.GetAsync(userId, ct);
        return Factor.StartTotp(Guid.CreateVersion7(Now), userId, name, key.ProtectBytes(secret.ToBytes(), Column), Now);
    }

    public async Task<TotpResult> VerifyAsync(Factor factor, string code, CancellationToken ct)
    {
        var key = await keys.GetAsync(factor.UserId, ct);
        return TotpSecret.TryCreate(key.RevealBytes(factor.SecretProtected, Column), out var secret)
            ? verifier.Verify(secret, code, factor.LastUsedStep)
            : throw new InvalidOperationException($"Factor {factor.Id} holds no authenticator secret.");
    }

    /// <summary>Spends a code of any of the user's apps: of the same code twenty times at once, one is right.</summary>
    public async Task<bool> SpendAsync(Guid userId, string code, CancellationToken ct)
    {
        var factors = await db.Factors.AsNoTracking().Where(f => f.UserId == userId && f.Kind == FactorKind.Totp && f.ConfirmedAt != null).ToListAsync(ct);
        foreach (var factor in factors)
        {
            if (await VerifyAsync(factor, code, ct) is TotpResult.Accepted(var step) && await SpendAsync(factor.Id, step, ct))
                return true;
        }

        return false;
    }

    private async Task<bool> SpendAsync(Guid factorId, long step, CancellationToken ct)
    {
        var now = Now;
        return await db.Factors.Where(f => f.Id == factorId && (f.LastUsedStep == null || f.LastUsedStep < step))
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.LastUsedStep, step).SetProperty(f => f.LastUsedAt, now), ct) == 1;
    }
}
