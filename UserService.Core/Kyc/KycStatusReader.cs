using Microsoft.Extensions.Options;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Kyc.Tiers;

namespace UserService.Core.Kyc;

/// <summary>Tells a customer where she stands, in her words.</summary>
internal sealed class KycStatusReader(KycDossiers dossiers, TierRules rules, KycSecrets secrets, IOptions<KycOptions> options, TimeProvider time)
{
    public async Task<KycStatus?> GetAsync(Guid userId, CancellationToken ct)
    {
        if (await dossiers.FindAsync(userId, ct) is not { } dossier)
            return null;
        var (user, now) = (dossier.User, time.GetUtcNow());
        var rule = await rules.FindAsync(user.Country, user.KycTier, ct);
        return new KycStatus(
            userId,
            user.KycTier,
            dossier.Standing?.GrantedAt,
            rule is null ? new TierLimits(await rules.CurrencyOfAsync(user.Country, ct), 0, 0, 0) : Limits(rule), // without a rule nothing is allowed
            Renewal(dossier, now),
            dossier.Case is { } c ? View(c, user.Locale) : null,
            await ChecksAsync(dossier, ct),
            [.. dossier.Restrictions.Where(r => r.IsActive(now)).Select(r => new KycRestrictionView(Code(r.Kind), r.Reason, KycWords.Restriction(r.Reason, user.Locale), r.ExpiresAt))],
            await NextAsync(dossier, ct));
    }

    internal static string Code(RestrictionKind kind) => kind switch
    {
        RestrictionKind.PostNoDebit => "post_no_debit",
        RestrictionKind.PostNoCredit => "post_no_credit",
        RestrictionKind.Watchlist => "watchlist",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    internal static string StateName(KycCheckState state) => state switch
    {
        KycCheckState.Pending => "pending",
        KycCheckState.Waiting => "waiting",
        KycCheckState.Passed => "passed",
        KycCheckState.Doubtful => "in_review",
        KycCheckState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static TierLimits Limits(TierRule rule) => new(rule.Currency, rule.SingleLimit, rule.DailyLimit, rule.BalanceLimit);

    private KycRenewal? Renewal(KycDossier dossier, DateTimeOffset now) => dossier.Standing is { } standing && now >= standing.ReviewDueAt - options.Value.RenewalNotice
        ? new KycRenewal(standing.ReviewDueAt, standing.RestrictedAt is not null)
        : null;

    private static KycCaseView View(KycCase c, string locale) => new(
        c.Id,
        c.TargetTier,
        c.State.ToWire(),
        c.SubmittedAt,
        c.DecidedAt,
        c.Reason,
        c.State is KycCaseState.Rejected && c.Note is not null ? c.Note : Message(c.Reason, c.State is KycCaseState.Rejected, locale));

    private async Task<IReadOnlyList<KycCheckView>> ChecksAsync(KycDossier dossier, CancellationToken ct)
    {
        var views = new List<KycCheckView>();
        foreach (var kind in Enum.GetValues<KycCheckKind>())
        {
            if (dossier.Checks.FindLast(c => c.Kind == kind) is not { } check)
                continue;
            var message = Message(check.Reason, check.State is KycCheckState.Failed, dossier.User.Locale);
            views.Add(new KycCheckView(
                check.Id, kind.ToWire(), StateName(check.State), check.Reason, message, await secrets.ContinueUrlAsync(check, ct), check.CreatedAt, check.DecidedAt));
        }

        return views;
    }

    private async Task<KycNextTier?> NextAsync(KycDossier dossier, CancellationToken ct)
    {
        var tier = dossier.Standing?.RenewalSince is null ? dossier.User.KycTier + 1 : dossier.User.KycTier;
        if (await rules.FindAsync(dossier.User.Country, tier, ct) is not { } rule)
            return null;
        var states = CaseAssessment.Of(dossier, rule).Requirements.Select(r => new KycRequirementView(
            [.. r.AnyOf.Select(kind => kind.ToWire())],
            r.State is RequirementOutcome.Doubtful ? "in_review" : r.State.ToString().ToLowerInvariant(),
            Message(r.Reason, r.State is RequirementOutcome.Failed, dossier.User.Locale)));
        return new KycNextTier(tier, Limits(rule), [.. states]);
    }

    private static string? Message(string? reason, bool failed, string locale) =>
        reason is null ? null : failed ? KycWords.Refusal(reason, locale) : KycWords.Reason(reason, locale);
}
