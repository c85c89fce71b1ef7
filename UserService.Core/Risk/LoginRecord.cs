namespace UserService.Core.Risk;

/// <summary>One sign-in with a right first factor and how it was judged. Kept for the retention time of login history.</summary>
internal sealed class LoginRecord
{
    private LoginRecord()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public DateTimeOffset OccurredAt { get; private init; }

    /// <summary>The first factor: <c>password</c> or <c>passkey</c>.</summary>
    public string Method { get; private init; } = "";

    /// <summary>0 and up; see <see cref="RiskOptions"/>.</summary>
    public int Score { get; private init; }

    /// <summary>What the score is made of: see <see cref="RiskReasons"/>.</summary>
    public string[] Reasons { get; private init; } = [];

    public LoginOutcome Outcome { get; private init; }

    /// <summary>Such as <c>203.0.113.0/24</c>.</summary>
    public string? Network { get; private init; }

    public string? Country { get; private init; }

    public static LoginRecord Of(Guid userId, string method, RiskAssessment risk, LoginOutcome outcome, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        OccurredAt = now,
        Method = method,
        Score = risk.Score,
        Reasons = [.. risk.Reasons],
        Outcome = outcome,
        Network = risk.Origin?.Network.ToString(),
        Country = risk.Origin?.Country,
    };
}

/// <summary>What followed the first factor.</summary>
internal enum LoginOutcome
{
    SignedIn,
    Challenged,
    Refused,
}
