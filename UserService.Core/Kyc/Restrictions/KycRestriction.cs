namespace UserService.Core.Kyc.Restrictions;

/// <summary>Money held back from a customer, for a reason and perhaps for a time.</summary>
internal sealed class KycRestriction
{
    private KycRestriction()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public RestrictionKind Kind { get; private init; }

    /// <summary>One of <see cref="RestrictionReasons"/>.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>When it was decided where it was decided: of two contrary messages the later one counts.</summary>
    public DateTimeOffset StartsAt { get; private init; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? LiftedAt { get; private set; }

    public static KycRestriction Impose(Guid userId, RestrictionKind kind, string reason, DateTimeOffset startsAt, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), UserId = userId, Kind = kind, Reason = reason, StartsAt = startsAt, ExpiresAt = expiresAt };

    public bool IsActive(DateTimeOffset now) => LiftedAt is null && (ExpiresAt is null || now < ExpiresAt);

    public void Lift(DateTimeOffset now) => LiftedAt ??= now;
}

/// <summary>What is held back.</summary>
internal enum RestrictionKind
{
    /// <summary>No money leaves (CBN: Post-No-Debit).</summary>
    PostNoDebit,

    /// <summary>No money comes in (CBN: Post-No-Credit).</summary>
    PostNoCredit,

    /// <summary>Named by a watchlist: no money leaves, for at most 24 hours (CBN 2026).</summary>
    Watchlist,
}

/// <summary>Why money is held back. Stable codes.</summary>
internal static class RestrictionReasons
{
    public const string Watchlisted = KycReasons.Watchlisted;
    public const string RenewalOverdue = "renewal_overdue";
    public const string SetByStaff = "set_by_staff";
}
