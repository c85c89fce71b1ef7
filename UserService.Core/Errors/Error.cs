namespace UserService.Core.Errors;

/// <summary>A failure that callers can expect and act on. The same error reads alike over REST, gRPC and in logs.</summary>
/// <param name="Code">Stable, machine-readable snake_case code; part of the public contract.</param>
/// <param name="Kind">The family that decides the transport's status.</param>
/// <param name="Detail">One sentence for the developer or customer; carries no personal data and no secret.</param>
public sealed record Error(string Code, ErrorKind Kind, string Detail)
{
    /// <summary>When the caller may try again; sent as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Families of failures, mapped once to HTTP (Api) and once to gRPC (Grpc).</summary>
public enum ErrorKind
{
    /// <summary>The request is malformed or breaks a rule: 400.</summary>
    Invalid,

    /// <summary>Who is calling is not proven: 401.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not: 403.</summary>
    Forbidden,

    /// <summary>It does not exist, or the caller may not know that it does: 404.</summary>
    NotFound,

    /// <summary>The state does not allow it now: 409.</summary>
    Conflict,

    /// <summary>It was there and is spent or expired: 410.</summary>
    Gone,

    /// <summary>A precondition failed, such as If-Match: 412.</summary>
    PreconditionFailed,

    /// <summary>A precondition is needed and was not sent: 428.</summary>
    PreconditionRequired,

    /// <summary>Well-formed but refused for its meaning: 422.</summary>
    Unprocessable,

    /// <summary>More was sent than is accepted: 413.</summary>
    TooLarge,

    /// <summary>Too many attempts: 429.</summary>
    Throttled,

    /// <summary>Something needed is away or full: 503.</summary>
    Unavailable,
}
