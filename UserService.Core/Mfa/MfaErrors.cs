using UserService.Core.Errors;

namespace UserService.Core.Mfa;

/// <summary>Errors of codes, challenges and factors.</summary>
public static class MfaErrors
{
    public static readonly Error InvalidCode = new("invalid_code", ErrorKind.Unauthenticated, "The code is wrong.");

    public static readonly Error ChallengeGone =
        new("challenge_expired", ErrorKind.Gone, "The challenge is unknown, expired, used, or out of tries; start again.");

    public static readonly Error UnknownMethod = new("unsupported_method", ErrorKind.Invalid, "This challenge does not offer that method.");

    /// <summary>Unknown passkey, wrong signature, another origin, no user verification, or an answer to another request: told alike.</summary>
    public static readonly Error InvalidPasskey = new("invalid_passkey", ErrorKind.Unauthenticated, "The passkey was not accepted; start again.");

    /// <summary>Its counter went back: there is a copy. It works no more.</summary>
    public static readonly Error PasskeySuspect =
        new("passkey_suspect", ErrorKind.Unauthenticated, "The passkey seems to have been copied and works no more; use another way to sign in and remove it.");

    /// <summary>The caller is signed in, so a refused new passkey is no failed authentication.</summary>
    public static readonly Error PasskeyRefused =
        new("passkey_refused", ErrorKind.Unprocessable, "The new passkey was not accepted: wrong origin, no user verification, known already, or not asked for within 5 minutes.");

    /// <summary>The first code of an authenticator app; the caller is signed in, so this is no 401.</summary>
    public static readonly Error WrongFirstCode = new("invalid_code", ErrorKind.Unprocessable, "The code is wrong.");

    public static readonly Error LastFactor =
        new("last_factor", ErrorKind.Conflict, "This account must have a second factor; add another one before removing the last.");

    public static readonly Error TooManyFactors = new("too_many_factors", ErrorKind.Conflict, "The account has as many factors as it may have; remove one first.");

    public static readonly Error AlreadyEnrolled = new("already_enrolled", ErrorKind.Conflict, "This factor is enrolled already.");

    public static readonly Error PhoneNotVerified = new("phone_not_verified", ErrorKind.Conflict, "Verify a telephone number first.");

    public static Error TooManyContacts(TimeSpan retryAfter) =>
        new("too_many_contacts", ErrorKind.Throttled, "Codes were asked for to too many different addresses or numbers; wait before naming another.") { RetryAfter = retryAfter };

    public static Error TooManyMessages(TimeSpan retryAfter) =>
        new("too_many_messages", ErrorKind.Throttled, "Too many text messages were asked for; wait before asking for another.") { RetryAfter = retryAfter };

    public static Error ResendTooSoon(TimeSpan retryAfter) =>
        new("resend_too_soon", ErrorKind.Throttled, "A code was sent a moment ago; wait before asking again.") { RetryAfter = retryAfter };
}
