using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Kyc.Tiers;
using UserService.Core.Messaging;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Cases;

/// <summary>Takes a submitted case as far as its checks allow, and grants tiers. Adds to the unit of work; the caller saves.</summary>
internal sealed class CaseProgress(UserDbContext db, TierRules rules, NotificationQueue notifications, BirthDates births, IOptions<KycOptions> options, TimeProvider time)
{
    /// <summary>After a check was decided or a case handed in.</summary>
    public async Task AdvanceAsync(KycDossier dossier, CancellationToken ct)
    {
        if (dossier.OpenCase is not { State: KycCaseState.Submitted } kycCase || await rules.FindAsync(dossier.User.Country, kycCase.TargetTier, ct) is not { } rule)
            return;
        var assessment = CaseAssessment.Of(dossier, rule);
        if (assessment.First(RequirementOutcome.Failed) is { } failed)
            await RejectAsync(dossier, kycCase, failed.Reason ?? KycReasons.Mismatch, words: null, Actor.System, ct);
        else if (assessment.First(RequirementOutcome.Pending) is null && assessment.First(RequirementOutcome.Missing) is null)
            await ConcludeAsync(dossier, kycCase, assessment, ct);
    }

    public async Task ApproveAsync(KycDossier dossier, KycCase kycCase, string? note, Actor actor, CancellationToken ct)
    {
        var (user, now) = (dossier.User, time.GetUtcNow());
        var before = user.KycTier;
        kycCase.Approve(actor.Id, note, now);
        user.GrantKycTier(Math.Max(before, kycCase.TargetTier), namesVerified: HasProvenNames(dossier), now);
        await births.KeepAsync(dossier, actor, ct);
        Renew(dossier, now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycApproved, user.Id, actor, $"case {kycCase.Id} tier {kycCase.TargetTier}", now));
        if (user.KycTier != before)
            db.Raise(new UserKycTierChanged(user.Id, before, user.KycTier), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
        await KycMessages.TellApprovedAsync(notifications, user, kycCase.TargetTier, ct);
    }

    public async Task RejectAsync(KycDossier dossier, KycCase kycCase, string reason, string? words, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        kycCase.Reject(actor.Id, reason, words, now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycRejected, dossier.User.Id, actor, $"case {kycCase.Id} {reason}", now));
        await KycMessages.TellRejectedAsync(notifications, dossier.User, words ?? KycWords.Refusal(reason, dossier.User.Locale), ct);
    }

    private async Task ConcludeAsync(KycDossier dossier, KycCase kycCase, CaseAssessment assessment, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var doubt = assessment.First(RequirementOutcome.Doubtful)?.Reason ?? (dossier.HasUnseenHit || dossier.IsWatchlisted(now) ? KycReasons.Watchlisted : null)
            ?? (await births.DisagreeAsync(dossier, ct) ? KycReasons.DateOfBirthDiffers : null);
        if (doubt is null)
        {
            await ApproveAsync(dossier, kycCase, note: null, Actor.System, ct);
            return;
        }

        kycCase.SendToReview(doubt);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycSentToReview, dossier.User.Id, Actor.System, $"case {kycCase.Id} {doubt}", now));
    }

    private void Renew(KycDossier dossier, DateTimeOffset now)
    {
        var due = now + options.Value.RenewAfter;
        if (dossier.Standing is { } standing)
            standing.Renew(now, due);
        else
            db.KycStandings.Add(KycStanding.Grant(dossier.User.Id, now, due));
        foreach (var overdue in dossier.Restrictions.Where(r => r.Reason == RestrictionReasons.RenewalOverdue))
            overdue.Lift(now);
    }

    private static bool HasProvenNames(KycDossier dossier) =>
        new[] { KycCheckKind.Bvn, KycCheckKind.Nin, KycCheckKind.Document }.Any(kind => dossier.Current(kind)?.State is KycCheckState.Passed);
}
