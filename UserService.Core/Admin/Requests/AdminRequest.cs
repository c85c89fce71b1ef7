namespace UserService.Core.Admin.Requests;

/// <summary>A risky act that one member of staff asks for and another decides on.</summary>
internal sealed class AdminRequest
{
    private AdminRequest()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Which act, such as <c>user.reinstate</c>.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>Whose account it concerns; none where it concerns all, such as limits.</summary>
    public Guid? SubjectId { get; private init; }

    /// <summary>What the act needs to know, as JSON under the system key: it may hold names.</summary>
    public byte[] DetailsProtected { get; private init; } = [];

    public string Reason { get; private init; } = "";

    public Guid RequestedBy { get; private init; }

    public DateTimeOffset RequestedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    public AdminRequestState State { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? DecisionReason { get; private set; }

    public static AdminRequest Ask(
        Guid id, string kind, Guid? subject, byte[] details, string reason, Guid requestedBy, DateTimeOffset expiresAt, DateTimeOffset now) => new()
        {
            Id = id,
            Kind = kind,
            SubjectId = subject,
            DetailsProtected = details,
            Reason = reason,
            RequestedBy = requestedBy,
            RequestedAt = now,
            ExpiresAt = expiresAt,
        };

    public bool IsOpen(DateTimeOffset now) => State is AdminRequestState.Pending && now < ExpiresAt;

    /// <summary>Of two who decide at once the second finds the row changed and fails.</summary>
    public void Decide(bool approved, Guid by, string? reason, DateTimeOffset now)
    {
        if (!IsOpen(now))
            throw new InvalidOperationException("Only an open request can be decided on.");
        State = approved ? AdminRequestState.Approved : AdminRequestState.Refused;
        (DecidedBy, DecidedAt, DecisionReason) = (by, now, reason);
    }
}

/// <summary>Where a request stands. One that nobody decided on in time stays pending in the table and is expired to everybody.</summary>
internal enum AdminRequestState
{
    Pending,
    Approved,
    Refused,
}
