namespace UserService.Core.Partners;

/// <summary>A call to a partner that costs money, recorded before it is made. A question that may have been asked is not asked there again.</summary>
internal sealed class PartnerCall
{
    private PartnerCall()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>HMAC of the whole question: the same question has the same value.</summary>
    public byte[] Question { get; private init; } = [];

    public string Provider { get; private init; } = "";

    /// <summary>Such as <c>bvn</c> or <c>account</c>.</summary>
    public string Operation { get; private init; } = "";

    public PartnerCallState State { get; private init; }

    /// <summary>By the contract with the partner, in minor units of NGN; 0 where nothing is charged or known.</summary>
    public long CostMinor { get; private init; }

    /// <summary>What the partner answered, encrypted under the user's key.</summary>
    public byte[]? AnswerProtected { get; private init; }

    public DateTimeOffset AskedAt { get; private init; }

    public DateTimeOffset? AnsweredAt { get; private init; }
}

/// <summary>What became of a call.</summary>
internal enum PartnerCallState
{
    /// <summary>About to be made. Left so by a process that died: it may have been made.</summary>
    Asking,

    Answered,

    /// <summary>Surely not made: the same question may be asked again.</summary>
    NotMade,

    /// <summary>Made, perhaps, and no answer understood.</summary>
    Unknown,
}
