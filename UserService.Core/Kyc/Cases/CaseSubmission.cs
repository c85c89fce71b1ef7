using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Tiers;
using UserService.Core.Persistence;
using UserService.Core.Profiles;

namespace UserService.Core.Kyc.Cases;

/// <summary>Hands a case in for a tier, where nothing that the tier needs is missing.</summary>
internal sealed class CaseSubmission(UserDbContext db, TierRules rules, CheckBook checks, StrandedCases stranded, IProfileService profiles, TimeProvider time)
{
    /// <param name="targetTier">Null for the next one.</param>
    public async Task<Error?> SubmitAsync(KycDossier dossier, int? targetTier, Actor actor, CancellationToken ct)
    {
        if (dossier.OpenCase is { State: not KycCaseState.Draft } open)
            return open.State is KycCaseState.InReview ? KycErrors.InReview : KycErrors.InProgress;
        var (userId, target) = (dossier.User.Id, targetTier ?? dossier.NextTier);
        if (target < dossier.User.KycTier || target == dossier.User.KycTier && dossier.Standing?.RenewalSince is null)
            return KycErrors.TierNotAvailable;
        if (await rules.FindAsync(dossier.User.Country, target, ct) is not { } rule)
            return target > 3 ? KycErrors.TierNotAvailable : KycErrors.NotOffered;
        if ((await profiles.FindGapsAsync(userId, ct))?.Tiers.LastOrDefault(t => t.Tier <= target) is { Missing.Count: > 0 })
            return KycErrors.ProfileIncomplete;
        var now = time.GetUtcNow();
        await AskWhatWeAskOurselvesAsync(dossier, rule, now, ct);
        if (!CaseAssessment.Of(dossier, rule).IsComplete)
            return KycErrors.RequirementsMissing;
        var kycCase = dossier.OpenCase ?? KycCase.Draft(userId, target, now);
        if (dossier.OpenCase is null)
            db.KycCases.Add(kycCase);
        kycCase.Submit(target, now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycSubmitted, userId, actor, $"case {kycCase.Id} tier {target}", now));
        if (await checks.SaveAsync(userId, ct) is { } error)
            return error;
        await stranded.LookAgainAsync(userId, ct);
        return null;
    }

    // The watchlist is not for the customer to hand in.
    private async Task AskWhatWeAskOurselvesAsync(KycDossier dossier, TierRule rule, DateTimeOffset now, CancellationToken ct)
    {
        if (rule.Requirements.Contains(KycCheckKind.Watchlist.ToWire()) && dossier.Current(KycCheckKind.Watchlist) is null or { State: KycCheckState.Failed })
            await checks.OpenAsync(dossier, KycCheckKind.Watchlist, new KycClaim(), now, ct);
    }
}
