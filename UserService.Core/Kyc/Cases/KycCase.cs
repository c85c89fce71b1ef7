namespace UserService.Core.Kyc.Cases;

/// <summary>A customer's way to a tier: draft → submitted → in review → approved, rejected or expired.</summary>
internal sealed class KycCase
{
    private KycCase()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public int TargetTier { get; private set; }

    public KycCaseState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>User id of the person, or none where the rules decided.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>One of <see cref="KycReasons"/>.</summary>
    public string? Reason { get; private set; }

    /// <summary>What staff wrote to the customer, or for the file. No personal data: it is shown and exported.</summary>
    public string? Note { get; private set; }

    public bool IsOpen => State is KycCaseState.Draft or KycCaseState.Submitted or KycCaseState.InReview;

    public static KycCase Draft(Guid userId, int targetTier, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), UserId = userId, TargetTier = targetTier, State = KycCaseState.Draft, CreatedAt = now };

    public void Submit(int targetTier, DateTimeOffset now)
    {
        Ensure(State is KycCaseState.Draft);
        (State, TargetTier, SubmittedAt) = (KycCaseState.Submitted, targetTier, now);
    }

    /// <summary>Something is doubtful: a person decides.</summary>
    public void SendToReview(string reason)
    {
        Ensure(State is KycCaseState.Submitted);
        (State, Reason) = (KycCaseState.InReview, reason);
    }

    public void Approve(string? by, string? note, DateTimeOffset now)
    {
        Ensure(State is KycCaseState.Submitted or KycCaseState.InReview);
        (State, DecidedBy, Note, DecidedAt, Reason) = (KycCaseState.Approved, by, note, now, null);
    }

    public void Reject(string? by, string reason, string? note, DateTimeOffset now)
    {
        Ensure(State is KycCaseState.Submitted or KycCaseState.InReview);
        (State, DecidedBy, Reason, Note, DecidedAt) = (KycCaseState.Rejected, by, reason, note, now);
    }

    /// <summary>Nobody did anything with it for too long. What people look at does not expire.</summary>
    public void Expire(DateTimeOffset now)
    {
        Ensure(State is KycCaseState.Draft or KycCaseState.Submitted);
        (State, DecidedAt) = (KycCaseState.Expired, now);
    }

    private void Ensure(bool allowed)
    {
        if (!allowed)
            throw new InvalidOperationException($"A case that is {State} does not change that way.");
    }
}

/// <summary>Where a case is.</summary>
internal enum KycCaseState
{
    /// <summary>Collects checks.</summary>
    Draft,

    /// <summary>The customer has handed it in; checks may still be running.</summary>
    Submitted,

    /// <summary>People decide.</summary>
    InReview,

    Approved,

    Rejected,

    Expired,
}

/// <summary>The wire form of <see cref="KycCaseState"/>.</summary>
internal static class KycCaseStateNames
{
    public static string ToWire(this KycCaseState state) => state switch
    {
        KycCaseState.Draft => "draft",
        KycCaseState.Submitted => "submitted",
        KycCaseState.InReview => "in_review",
        KycCaseState.Approved => "approved",
        KycCaseState.Rejected => "rejected",
        KycCaseState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
