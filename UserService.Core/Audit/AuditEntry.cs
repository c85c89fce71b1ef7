namespace UserService.Core.Audit;

/// <summary>One security-relevant act. Append-only: the database refuses to change or delete it. Ids and hashes, no personal data.</summary>
internal sealed class AuditEntry
{
    private AuditEntry()
    {
    }

    public Guid Id { get; private init; }

    public DateTimeOffset OccurredAt { get; private init; }

    /// <summary>What was done, such as <c>user.registered</c>: see <see cref="AuditActions"/>.</summary>
    public string Action { get; private init; } = "";

    /// <summary>Who did it: <c>user</c>, <c>service</c>, <c>staff</c>, <c>system</c> or <c>anonymous</c>.</summary>
    public string ActorType { get; private init; } = "";

    /// <summary>User or client id of the actor.</summary>
    public string? ActorId { get; private init; }

    /// <summary>Whose account it concerns; none when no account was named or found.</summary>
    public Guid? SubjectId { get; private init; }

    public Guid? SessionId { get; private init; }

    /// <summary>Network address that the request came from.</summary>
    public string? Address { get; private init; }

    /// <summary>Why, where staff must say so, or how it ended.</summary>
    public string? Reason { get; private init; }

    /// <summary>What was there before, as <see cref="AuditHashes"/> makes it: shows that a value was this or that without telling it.</summary>
    public byte[]? BeforeHash { get; private init; }

    /// <summary>What is there since.</summary>
    public byte[]? AfterHash { get; private init; }

    /// <summary>Shows that the service wrote the entry: a keyed hash of everything above, set when it is saved.</summary>
    public byte[] Mac { get; private set; } = [];

    public static AuditEntry Of(string action, Guid? subject, Actor actor, string? reason, DateTimeOffset now, AuditedChange? change = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        OccurredAt = new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMicrosecond, now.Offset), // what the database keeps of it
        Action = action,
        ActorType = actor.Type,
        ActorId = actor.Id,
        SubjectId = subject,
        SessionId = actor.SessionId,
        Address = actor.Address,
        Reason = reason,
        BeforeHash = change?.Before,
        AfterHash = change?.After,
    };

    public void Authenticate(byte[] mac) => Mac = mac;
}
