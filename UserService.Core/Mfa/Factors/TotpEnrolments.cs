using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;
using UserService.Core.Mfa.Totp;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Factors;

/// <summary>Adds authenticator apps: a secret first, a factor once the app has shown that it has it.</summary>
internal sealed class TotpEnrolments(
    UserDbContext db, TotpFactors totp, FactorJournal journal, FactorLimit limit, IOptions<MfaOptions> options, IOptions<TokenOptions> tokens)
{
    public async Task<StartTotpResult> StartAsync(Guid userId, string? name, CancellationToken ct)
    {
        // An attempt that was given up leaves nothing behind.
        await db.Factors.Where(f => f.UserId == userId && f.Kind == FactorKind.Totp && f.ConfirmedAt == null).ExecuteDeleteAsync(ct);
        if (await limit.IsReachedAsync(userId, ct))
            return new StartTotpResult.Failed(MfaErrors.TooManyFactors);
        var account = await db.Users.Where(u => u.Id == userId).Select(u => u.Email ?? u.PhoneNumber).SingleAsync(ct);
        var secret = TotpSecret.Generate();
        var factor = await totp.MakeAsync(userId, name, secret, ct);
        db.Factors.Add(factor);
        await db.SaveChangesAsync(ct);
        var uri = TotpEnrolment.ToUri(secret, options.Value.Issuer ?? new Uri(tokens.Value.Issuer).Host, account ?? userId.ToString());
        return new StartTotpResult.Started(factor.Id, secret.ToBase32(), uri, TotpEnrolment.ToPng(uri));
    }

    public async Task<FactorResult> ConfirmAsync(Guid userId, Guid factorId, string code, Actor actor, CancellationToken ct)
    {
        var now = totp.Now;
        var factor = await db.Factors.SingleOrDefaultAsync(f => f.Id == factorId && f.UserId == userId && f.Kind == FactorKind.Totp, ct);
        if (factor is null || (factor.ConfirmedAt is null && now - factor.CreatedAt > options.Value.EnrolmentLifetime))
            return new FactorResult.Failed(CommonErrors.NotFound);
        if (factor.ConfirmedAt is not null)
            return new FactorResult.Failed(MfaErrors.AlreadyEnrolled);
        if (await totp.VerifyAsync(factor, code, ct) is not TotpResult.Accepted(var step))
            return new FactorResult.Failed(MfaErrors.WrongFirstCode);
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        factor.Confirm(step, now);
        user.ChangeFactors();
        await journal.RecordAsync(FactorChange.Added, user, factor, actor, ct);
        await db.SaveChangesAsync(ct);
        return new FactorResult.Added(FactorView.Of(factor));
    }
}
