namespace UserService.Core.Mfa.Approvals;

/// <summary>A customer's consent to one operation with one payload, given with a factor and good for one redemption.</summary>
internal sealed class Approval
{
    private Approval()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public Guid SessionId { get; private init; }

    /// <summary>The challenge that the factor answers.</summary>
    public Guid ChallengeId { get; private init; }

    /// <summary>Such as <c>transfer.create</c>: what the redeeming service calls the operation.</summary>
    public string Operation { get; private init; } = "";

    /// <summary>SHA-256 of the operation's canonical payload: the approval is good for nothing else.</summary>
    public byte[] PayloadHash { get; private init; } = [];

    /// <summary>A concurrency token: of several who approve or redeem at once one succeeds.</summary>
    public ApprovalState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>What it was approved with: a factor's method, or <c>pin</c>.</summary>
    public string? Method { get; private set; }

    public DateTimeOffset? RedeemedAt { get; private set; }

    /// <summary>The service that has redeemed it.</summary>
    public string? RedeemedBy { get; private set; }

    public static Approval Ask(Guid userId, Guid sessionId, Guid challengeId, string operation, byte[] payloadHash, TimeSpan lifetime, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        SessionId = sessionId,
        ChallengeId = challengeId,
        Operation = operation,
        PayloadHash = payloadHash,
        CreatedAt = now,
        ExpiresAt = now + lifetime,
    };

    public bool IsOpen(DateTimeOffset now) => State is ApprovalState.Pending && now < ExpiresAt;

    public void Approve(string method, TimeSpan lifetime, DateTimeOffset now)
    {
        if (!IsOpen(now))
            throw new InvalidOperationException($"Approval {Id} is {State} and cannot be approved.");
        (State, Method, ApprovedAt, ExpiresAt) = (ApprovalState.Approved, method, now, now + lifetime);
    }

    /// <summary>Nobody may give or use it any more.</summary>
    public void Withdraw(DateTimeOffset now) => ExpiresAt = now < ExpiresAt ? now : ExpiresAt;

    /// <summary>True exactly for the operation and payload that were approved, before it runs out.</summary>
    public bool Redeem(string operation, ReadOnlySpan<byte> payloadHash, string clientId, DateTimeOffset now)
    {
        if (State is not ApprovalState.Approved || now >= ExpiresAt || Operation != operation || !payloadHash.SequenceEqual(PayloadHash))
            return false;
        (State, RedeemedAt, RedeemedBy) = (ApprovalState.Redeemed, now, clientId);
        return true;
    }
}

/// <summary>Where an approval is. Past its time it is expired, whatever is stored.</summary>
internal enum ApprovalState
{
    Pending,
    Approved,
    Redeemed,
}
