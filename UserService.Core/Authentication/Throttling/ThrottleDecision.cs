namespace UserService.Core.Authentication.Throttling;

/// <summary>What <see cref="LoginThrottle.TryAcquireAsync"/> says.</summary>
public abstract record ThrottleDecision
{
    private ThrottleDecision()
    {
    }

    /// <summary>Go on. The attempt is counted as failed already.</summary>
    public sealed record Allowed : ThrottleDecision
    {
        internal static readonly Allowed Instance = new();
    }

    /// <summary>Answer 429 with <c>Retry-After</c>; nothing was counted.</summary>
    /// <param name="RetryAfter">Until the next attempt will be heard; above zero.</param>
    public sealed record Delayed(TimeSpan RetryAfter) : ThrottleDecision;
}
