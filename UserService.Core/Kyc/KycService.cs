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
    UserDbContext db, KycDossiers dossiers, KycStatusReader reader, TierRules rules, CheckBook checks, CaseSubmission submission, IOptions<KycOptions> options, TimeProvider time) : IKycService
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
        var check = await checks.OpenAsync(dossier, kind, claim, now, ct);
        if (dossier.OpenCase is null)
            db.KycCases.Add(KycCase.Draft(userId, dossier.NextTier, now));
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycCheckAsked, userId, actor, $"{kind.ToWire()} {check.Id}", now));
        return await checks.SaveAsync(userId, ct) is { } error ? new KycCheckResult.Failed(error) : new KycCheckResult.Opened(check.Id);
    }

    public async Task<Error?> SubmitAsync(Guid userId, int? targetTier, Actor actor, CancellationToken ct) =>
        await dossiers.FindAsync(userId, ct) is { } dossier ? await submission.SubmitAsync(dossier, targetTier, actor, ct) : CommonErrors.NotFound;

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
}
