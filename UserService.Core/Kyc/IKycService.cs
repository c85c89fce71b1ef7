using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Kyc;

/// <summary>A customer's own verification.</summary>
public interface IKycService
{
    /// <summary>Where the customer stands, what is missing for the next tier, and why something was refused; null when the account is gone.</summary>
    Task<KycStatus?> GetAsync(Guid userId, CancellationToken ct);

    /// <summary>Opens a check; the Worker takes it to the verifiers.</summary>
    Task<KycCheckResult> OpenCheckAsync(Guid userId, KycCheckKind kind, KycClaim claim, Actor actor, CancellationToken ct);

    /// <summary>Hands the open case in for a tier; null for the next one.</summary>
    Task<Error?> SubmitAsync(Guid userId, int? targetTier, Actor actor, CancellationToken ct);
}

/// <summary>How opening a check ended.</summary>
public abstract record KycCheckResult
{
    public sealed record Opened(Guid CheckId) : KycCheckResult;

    public sealed record Failed(Error Error) : KycCheckResult;
}

/// <summary>Where a customer stands.</summary>
/// <param name="Tier">0 to 3.</param>
/// <param name="Renewal">Where verification has to be renewed.</param>
/// <param name="Next">The way to the next tier; null at the highest, or where customers of the country are not verified.</param>
public sealed record KycStatus(
    Guid UserId, int Tier, DateTimeOffset? GrantedAt, TierLimits Limits, KycRenewal? Renewal, KycCaseView? Case, IReadOnlyList<KycCheckView> Checks,
    IReadOnlyList<KycRestrictionView> Restrictions, KycNextTier? Next);

/// <summary>Limits in minor units of a currency; null where there is none. The currency is <c>XXX</c> where the bank has no rules for customers of the country.</summary>
public sealed record TierLimits(string Currency, long? Single, long? Daily, long? Balance);

/// <param name="DueAt">The customer has to renew by then.</param>
/// <param name="Overdue">Whether money is held back already.</param>
public sealed record KycRenewal(DateTimeOffset DueAt, bool Overdue);

/// <param name="State"><c>draft</c>, <c>submitted</c>, <c>in_review</c>, <c>approved</c>, <c>rejected</c> or <c>expired</c>.</param>
/// <param name="Reason">One of <see cref="KycReasons"/>.</param>
/// <param name="Message">The same in the customer's words.</param>
public sealed record KycCaseView(Guid Id, int TargetTier, string State, DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, string? Reason, string? Message);

/// <param name="State"><c>pending</c>, <c>waiting</c>, <c>passed</c>, <c>in_review</c> or <c>failed</c>.</param>
/// <param name="ContinueUrl">Where the customer has to consent.</param>
public sealed record KycCheckView(Guid Id, string Kind, string State, string? Reason, string? Message, string? ContinueUrl, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt);

/// <param name="Code"><c>post_no_debit</c>, <c>post_no_credit</c> or <c>watchlist</c>.</param>
public sealed record KycRestrictionView(string Code, string Reason, string Message, DateTimeOffset? Until);

/// <param name="Requirements">All of them are needed.</param>
public sealed record KycNextTier(int Tier, TierLimits Limits, IReadOnlyList<KycRequirementView> Requirements);

/// <param name="AnyOf">Kinds of checks of which one is enough.</param>
/// <param name="State"><c>missing</c>, <c>pending</c>, <c>in_review</c>, <c>failed</c> or <c>passed</c>.</param>
public sealed record KycRequirementView(IReadOnlyList<string> AnyOf, string State, string? Message);
