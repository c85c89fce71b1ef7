using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Kyc.Restrictions;

/// <summary>Money that staff hold back from a customer, as the law or a suspicion asks for. Letting it go again takes two: see <c>RequestKinds.LiftRestriction</c>.</summary>
public interface IStaffRestrictions
{
    /// <summary>All of a customer's restrictions, by whomever, the newest first; null where there never was such a customer.</summary>
    Task<IReadOnlyList<RestrictionView>?> ListAsync(Guid userId, CancellationToken ct);

    /// <param name="kind">Of <see cref="RestrictionView.KindsOfStaff"/>.</param>
    /// <param name="expiresAt">In the future; null until it is lifted.</param>
    /// <param name="reason">Staff's words, for the audit trail; the customer is told to call.</param>
    Task<RestrictResult> ImposeAsync(Guid userId, string kind, DateTimeOffset? expiresAt, string reason, Actor actor, CancellationToken ct);
}

/// <summary>A restriction as staff see it.</summary>
/// <param name="Kind"><c>post_no_debit</c>, <c>post_no_credit</c> or <c>watchlist</c>.</param>
/// <param name="Reason"><c>set_by_staff</c>, <c>renewal_overdue</c> or <c>watchlisted</c>.</param>
/// <param name="Active">Whether it holds now.</param>
public sealed record RestrictionView(Guid Id, string Kind, string Reason, bool Active, DateTimeOffset StartsAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LiftedAt)
{
    /// <summary><c>post_no_debit</c>: no money leaves. <c>post_no_credit</c>: none comes in (CBN's terms).</summary>
    public static readonly IReadOnlyList<string> KindsOfStaff = ["post_no_debit", "post_no_credit"];
}

/// <summary>How holding money back ended.</summary>
public abstract record RestrictResult
{
    public sealed record Imposed(RestrictionView Restriction) : RestrictResult;

    public sealed record Failed(Error Error) : RestrictResult;
}
