namespace UserService.Core.Errors;

/// <summary>Errors that more than one feature answers with.</summary>
public static class CommonErrors
{
    public static readonly Error InvalidRequest = new("invalid_request", ErrorKind.Invalid, "The request is not valid; see errors.");

    public static readonly Error InvalidToken = new("invalid_token", ErrorKind.Unauthenticated, "The access token is missing, expired, revoked or not valid here.");

    public static readonly Error Forbidden = new("forbidden", ErrorKind.Forbidden, "The caller may not do this.");

    public static readonly Error NotFound = new("not_found", ErrorKind.NotFound, "There is no such resource.");

    public static readonly Error PreconditionFailed =
        new("precondition_failed", ErrorKind.PreconditionFailed, "The resource has changed since it was read; read it again and repeat the change.");

    public static readonly Error PreconditionRequired =
        new("precondition_required", ErrorKind.PreconditionRequired, "Send If-Match with the ETag of the last read.");

    public static readonly Error Unavailable =
        new("temporarily_unavailable", ErrorKind.Unavailable, "A part of the service is away; try again.") { RetryAfter = TimeSpan.FromSeconds(2) };

    /// <summary>Hashing is at its limit; the caller is told when to come back instead of waiting in line.</summary>
    public static Error Overloaded(TimeSpan retryAfter) =>
        new("overloaded", ErrorKind.Unavailable, "Too many sign-ins at once; try again.") { RetryAfter = retryAfter };

    public static Error TooManyAttempts(TimeSpan retryAfter) =>
        new("too_many_attempts", ErrorKind.Throttled, "Too many attempts; wait before trying again.") { RetryAfter = retryAfter };
}
