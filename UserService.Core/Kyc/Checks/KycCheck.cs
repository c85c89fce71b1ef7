namespace UserService.Core.Kyc.Checks;

/// <summary>One attempt to prove one thing. The newest attempt of a kind is the one that counts.</summary>
internal sealed class KycCheck
{
    private KycCheck()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public KycCheckKind Kind { get; private init; }

    /// <summary>1 for the first of its kind. Unique per user and kind, so that of two attempts made at once one fails.</summary>
    public int Attempt { get; private init; }

    public KycCheckState State { get; private set; }

    /// <summary>A <see cref="KycClaim"/> as JSON, encrypted under the user's key.</summary>
    public byte[] ClaimProtected { get; private init; } = [];

    /// <summary>An <see cref="Verification.IdentityRecord"/> as JSON, encrypted under the user's key.</summary>
    public byte[]? RecordProtected { get; private set; }

    /// <summary>Where the customer has to consent, encrypted under the user's key: it carries a token.</summary>
    public byte[]? ContinueUrlProtected { get; private set; }

    /// <summary>Who answered, or is to answer.</summary>
    public string? Provider { get; private set; }

    /// <summary>The verifier's name for the question.</summary>
    public string? Reference { get; private set; }

    /// <summary>How well names agree, or how sure the verifier is: 0 to 1.</summary>
    public decimal? Score { get; private set; }

    /// <summary>One of <see cref="KycReasons"/>.</summary>
    public string? Reason { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>How often it was asked or looked after.</summary>
    public int Tries { get; private set; }

    /// <summary>The Worker looks at it from then on; a claim moves it ahead.</summary>
    public DateTimeOffset NextTryAt { get; private set; }

    public bool IsOpen => State is KycCheckState.Pending or KycCheckState.Waiting;

    public static KycCheck Open(Guid id, Guid userId, KycCheckKind kind, int attempt, byte[] claimProtected, DateTimeOffset now) => new()
    {
        Id = id,
        UserId = userId,
        Kind = kind,
        Attempt = attempt,
        State = KycCheckState.Pending,
        ClaimProtected = claimProtected,
        CreatedAt = now,
        NextTryAt = now,
    };

    /// <summary>A verifier has the question and answers later.</summary>
    public void Wait(string provider, string reference, byte[]? continueUrlProtected, DateTimeOffset nextTryAt)
    {
        Ensure(IsOpen);
        (State, Provider, Reference, ContinueUrlProtected, NextTryAt) = (KycCheckState.Waiting, provider, reference, continueUrlProtected ?? ContinueUrlProtected, nextTryAt);
    }

    /// <summary>Nobody could answer now.</summary>
    public void TryAgain(DateTimeOffset at)
    {
        Ensure(IsOpen);
        NextTryAt = at;
    }

    public void Pass(string provider, decimal score, byte[]? recordProtected, DateTimeOffset now) =>
        Decide(KycCheckState.Passed, provider, score, null, recordProtected, now);

    public void Doubt(string? provider, decimal? score, string reason, byte[]? recordProtected, DateTimeOffset now) =>
        Decide(KycCheckState.Doubtful, provider, score, reason, recordProtected, now);

    public void Fail(string provider, decimal? score, string reason, byte[]? recordProtected, DateTimeOffset now) =>
        Decide(KycCheckState.Failed, provider, score, reason, recordProtected, now);

    /// <summary>Staff looked at a doubtful check and settled it.</summary>
    /// <param name="refusal">Why they refused it, one of <see cref="KycReasons"/>; null where they accepted it.</param>
    public void Settle(string? refusal, DateTimeOffset now)
    {
        Ensure(State is KycCheckState.Doubtful);
        (State, Reason, DecidedAt) = (refusal is null ? KycCheckState.Passed : KycCheckState.Failed, refusal, now);
    }

    private void Decide(KycCheckState state, string? provider, decimal? score, string? reason, byte[]? recordProtected, DateTimeOffset now)
    {
        Ensure(IsOpen);
        (State, Provider, Score, Reason, RecordProtected, DecidedAt) = (state, provider ?? Provider, score, reason, recordProtected, now);
        ContinueUrlProtected = null;
    }

    private void Ensure(bool allowed)
    {
        if (!allowed)
            throw new InvalidOperationException($"A check that is {State} does not change that way.");
    }
}

/// <summary>Where a check is.</summary>
internal enum KycCheckState
{
    /// <summary>Not asked yet, or asked of nobody who could answer.</summary>
    Pending,

    /// <summary>A verifier has the question and answers later.</summary>
    Waiting,

    Passed,

    /// <summary>In the band that people decide.</summary>
    Doubtful,

    Failed,
}
