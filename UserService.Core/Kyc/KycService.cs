using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Tiers;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc;

/// <inheritdoc cref="IKycService"/>
internal sealed class KycService(
    UserDbContext db, KycDossiers dossiers, KycStatusReader reader, KycSecrets secrets, TierRules rules, StrandedCases stranded, IOptions<KycOptions> options, TimeProvider time) : IKycService
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public Task<KycStatus?> GetAsync(Guid userId, CancellationToken ct) => reader.GetAsync(userId, ct);

    public async Task<KycCheckResult> OpenCheckAsync(Guid userId, KycCheckKind kind, KycClaim claim, Actor actor, CancellationToken ct)
    {
        if (await dossiers.FindAsync(userId, ct) is not { } dossier)
            return new KycCheckResult.Failed(CommonErrors.NotFound);
        if (await RefusalAsync(dossier, kind, claim, ct) is { } refusal)
            return new KycCheckResult.Failed(refusal);
        var now = time.GetUtcNow();
        var check = await AddAsync(dossier, kind, claim, now, ct);
        if (dossier.OpenCase is null)
            db.KycCases.Add(KycCase.Draft(userId, NextTier(dossier), now));
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycCheckAsked, userId, actor, $"{kind.ToWire()} {check.Id}", now));
        return await SaveAsync(ct) is { } error ? new KycCheckResult.Failed(error) : new KycCheckResult.Opened(check.Id);
    }

    public async Task<Error?> SubmitAsync(Guid userId, int? targetTier, Actor actor, CancellationToken ct)
    {
        if (await dossiers.FindAsync(userId, ct) is not { } dossier)
            return CommonErrors.NotFound;
        if (dossier.OpenCase is { State: not KycCaseState.Draft } open)
            return open.State is KycCaseState.InReview ? KycErrors.InReview : KycErrors.InProgress;
        var target = targetTier ?? NextTier(dossier);
        if (target < dossier.User.KycTier || target == dossier.User.KycTier && dossier.Standing?.RenewalSince is null)
            return KycErrors.TierNotAvailable;
        if (await rules.FindAsync(dossier.User.Country, target, ct) is not { } rule)
            return target > 3 ? KycErrors.TierNotAvailable : KycErrors.NotOffered;
        var now = time.GetUtcNow();
        await AskWhatWeAskOurselvesAsync(dossier, rule, now, ct);
        if (!CaseAssessment.Of(dossier, rule).IsComplete)
            return KycErrors.RequirementsMissing;
        var kycCase = dossier.OpenCase ?? KycCase.Draft(userId, target, now);
        if (dossier.OpenCase is null)
            db.KycCases.Add(kycCase);
        kycCase.Submit(target, now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycSubmitted, userId, actor, $"case {kycCase.Id} tier {target}", now));
        if (await SaveAsync(ct) is { } error)
            return error;
        await stranded.LookAgainAsync(userId, ct);
        return null;
    }

    private async Task<Error?> RefusalAsync(KycDossier dossier, KycCheckKind kind, KycClaim claim, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await rules.FindAsync(dossier.User.Country, 1, ct) is null)
            return KycErrors.NotOffered;
        if (dossier.OpenCase is { State: KycCaseState.InReview })
            return KycErrors.InReview;
        if (claim.DateOfBirth is { } birth && birth.AddYears(options.Value.MinimumAge) > DateOnly.FromDateTime(now.UtcDateTime))
            return KycErrors.TooYoung;
        if (claim.DocumentExpiresOn < DateOnly.FromDateTime(now.UtcDateTime))
            return KycErrors.DocumentExpired;
        switch (dossier.Current(kind)?.State)
        {
            case KycCheckState.Passed:
                return KycErrors.AlreadyVerified;
            case KycCheckState.Pending or KycCheckState.Waiting:
                return KycErrors.InProgress;
        }

        var tries = dossier.Checks.Where(c => c.Kind == kind && c.CreatedAt > now - Day).ToList();
        return tries.Count < options.Value.TriesPerDay ? null : CommonErrors.TooManyAttempts(tries[0].CreatedAt + Day - now);
    }

    // The watchlist is not for the customer to hand in.
    private async Task AskWhatWeAskOurselvesAsync(KycDossier dossier, TierRule rule, DateTimeOffset now, CancellationToken ct)
    {
        if (rule.Requirements.Contains(KycCheckKind.Watchlist.ToWire()) && dossier.Current(KycCheckKind.Watchlist) is null or { State: KycCheckState.Failed })
            await AddAsync(dossier, KycCheckKind.Watchlist, new KycClaim(), now, ct);
    }

    private async Task<KycCheck> AddAsync(KycDossier dossier, KycCheckKind kind, KycClaim claim, DateTimeOffset now, CancellationToken ct)
    {
        var attempt = dossier.Checks.Where(c => c.Kind == kind).Select(c => c.Attempt).DefaultIfEmpty().Max() + 1;
        var check = KycCheck.Open(Guid.CreateVersion7(now), dossier.User.Id, kind, attempt, await secrets.SealAsync(dossier.User.Id, claim, ct), now);
        db.KycChecks.Add(check);
        dossier.Checks.Add(check);
        return check;
    }

    // Two requests at once: one opens the check or the case, the other is told that it is under way.
    private async Task<Error?> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return KycErrors.InProgress;
        }
    }

    private static int NextTier(KycDossier dossier) => dossier.Standing?.RenewalSince is null ? Math.Min(3, dossier.User.KycTier + 1) : dossier.User.KycTier;
}
