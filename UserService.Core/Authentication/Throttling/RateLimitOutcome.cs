using System.Globalization;

namespace UserService.Core.Authentication.Throttling;

/// <summary>What <see cref="RateLimiter"/> says; its headers follow draft-ietf-httpapi-ratelimit-headers-10.</summary>
/// <param name="Rule">The rule that was applied.</param>
/// <param name="IsAllowed">Whether the request may go on.</param>
/// <param name="Remaining">Requests left now; 0 where it may not.</param>
/// <param name="Reset">Until the window ends that <paramref name="Remaining"/> speaks of; where the request may not go on, until the next one may.</param>
public sealed record RateLimitOutcome(RateLimitRule Rule, bool IsAllowed, int Remaining, TimeSpan Reset)
{
    /// <summary>Value of <c>RateLimit</c>: <c>"login";r=9;t=60</c>.</summary>
    public string ToRateLimitHeader() => string.Create(CultureInfo.InvariantCulture, $"\"{Rule.Name}\";r={Remaining};t={ResetSeconds}");

    /// <summary>Value of <c>RateLimit-Policy</c>: <c>"login";q=10;w=60</c>.</summary>
    public string ToPolicyHeader() => string.Create(CultureInfo.InvariantCulture, $"\"{Rule.Name}\";q={Rule.Limit};w={(long)Math.Ceiling(Rule.Window.TotalSeconds)}");

    /// <summary>Value of <c>Retry-After</c> in whole seconds, at least 1.</summary>
    public long RetryAfterSeconds => Math.Max(1, ResetSeconds);

    private long ResetSeconds => (long)Math.Ceiling(Reset.TotalSeconds);
}
