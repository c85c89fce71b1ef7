using UserService.Core.Kyc;

namespace UserService.Api.Contracts;

/// <summary>A check is on its way to the verifiers.</summary>
internal sealed record CheckOpenedResponse(Guid CheckId);

/// <summary>Where the customer stands.</summary>
/// <param name="Tier">0 to 3.</param>
/// <param name="GrantedAt">When the tier was granted or renewed.</param>
/// <param name="Renewal">Null until a renewal is near.</param>
/// <param name="Case">The open case, else the last; null before the first.</param>
/// <param name="Checks">The newest attempt of each kind.</param>
/// <param name="Next">Null at the highest tier, and where customers of the country are not verified.</param>
internal sealed record KycResponse(
    int Tier, DateTimeOffset? GrantedAt, TierLimitsResponse Limits, KycRenewalResponse? Renewal, KycCaseResponse? Case, IReadOnlyList<KycCheckResponse> Checks,
    IReadOnlyList<KycRestrictionResponse> Restrictions, NextTierResponse? Next);

/// <summary>Limits in the currency's minor unit (kobo for NGN); null for no limit.</summary>
/// <param name="Currency">ISO 4217; <c>XXX</c>, no currency, where customers of the country are not verified: all limits are 0 then.</param>
/// <param name="Single">The largest payment.</param>
/// <param name="Daily">The sum of a day's payments.</param>
/// <param name="Balance">The largest balance.</param>
internal sealed record TierLimitsResponse(string Currency, long? Single, long? Daily, long? Balance);

/// <summary>Verification has to be renewed.</summary>
/// <param name="Overdue">Whether payments are on hold already.</param>
internal sealed record KycRenewalResponse(DateTimeOffset DueAt, bool Overdue);

/// <summary>The way to a tier.</summary>
/// <param name="State"><c>draft</c>, <c>submitted</c>, <c>in_review</c>, <c>approved</c>, <c>rejected</c> or <c>expired</c>.</param>
/// <param name="Reason">A stable code, where it was refused or is looked at.</param>
/// <param name="Message">The same in words for the customer, in her language.</param>
internal sealed record KycCaseResponse(Guid Id, int TargetTier, string State, DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, string? Reason, string? Message);

/// <summary>One thing that was handed in.</summary>
/// <param name="Kind"><c>bvn</c>, <c>nin</c>, <c>document</c>, <c>selfie</c>, <c>address</c>, <c>bank_match</c> or <c>watchlist</c>.</param>
/// <param name="State"><c>pending</c>, <c>waiting</c> (for an answer, or for the customer's consent), <c>passed</c>, <c>in_review</c> or <c>failed</c>.</param>
/// <param name="ContinueUrl">Where the customer has to consent.</param>
internal sealed record KycCheckResponse(Guid Id, string Kind, string State, string? Reason, string? Message, string? ContinueUrl, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt);

/// <summary>Money that is held back.</summary>
/// <param name="Code"><c>post_no_debit</c>, <c>post_no_credit</c> or <c>watchlist</c>.</param>
/// <param name="Until">When it ends by itself.</param>
internal sealed record KycRestrictionResponse(string Code, string Reason, string Message, DateTimeOffset? Until);

/// <summary>What the next tier allows and needs.</summary>
internal sealed record NextTierResponse(int Tier, TierLimitsResponse Limits, IReadOnlyList<RequirementResponse> Requirements);

/// <summary>One thing that the tier needs.</summary>
/// <param name="AnyOf">Kinds of which one is enough.</param>
/// <param name="State"><c>missing</c>, <c>pending</c>, <c>in_review</c>, <c>failed</c> or <c>passed</c>.</param>
internal sealed record RequirementResponse(IReadOnlyList<string> AnyOf, string State, string? Message);

internal static class KycResponses
{
    public static KycResponse ToResponse(this KycStatus s) => new(
        s.Tier,
        s.GrantedAt,
        s.Limits.ToResponse(),
        s.Renewal is { } r ? new KycRenewalResponse(r.DueAt, r.Overdue) : null,
        s.Case is { } c ? new KycCaseResponse(c.Id, c.TargetTier, c.State, c.SubmittedAt, c.DecidedAt, c.Reason, c.Message) : null,
        [.. s.Checks.Select(k => new KycCheckResponse(k.Id, k.Kind, k.State, k.Reason, k.Message, k.ContinueUrl, k.CreatedAt, k.DecidedAt))],
        [.. s.Restrictions.Select(k => new KycRestrictionResponse(k.Code, k.Reason, k.Message, k.Until))],
        s.Next is { } n ? new NextTierResponse(n.Tier, n.Limits.ToResponse(), [.. n.Requirements.Select(ToResponse)]) : null);

    public static RequirementResponse ToResponse(this KycRequirementView r) => new(r.AnyOf, r.State, r.Message);

    public static TierLimitsResponse ToResponse(this TierLimits l) => new(l.Currency, l.Single, l.Daily, l.Balance);
}
