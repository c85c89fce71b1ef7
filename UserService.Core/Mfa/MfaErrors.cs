using UserService.Core.Errors;

namespace UserService.Core.Mfa;

/// <summary>Errors of codes and challenges.</summary>
public static class MfaErrors
{
    public static readonly Error InvalidCode = new("invalid_code", ErrorKind.Unauthenticated, "The code is wrong.");

    public static readonly Error ChallengeGone =
        new("challenge_expired", ErrorKind.Gone, "The challenge is unknown, expired, used, or out of tries; start again.");

    public static readonly Error UnknownMethod = new("unsupported_method", ErrorKind.Invalid, "This challenge does not offer that method.");

    public static Error ResendTooSoon(TimeSpan retryAfter) =>
        new("resend_too_soon", ErrorKind.Throttled, "A code was sent a moment ago; wait before asking again.") { RetryAfter = retryAfter };
}
