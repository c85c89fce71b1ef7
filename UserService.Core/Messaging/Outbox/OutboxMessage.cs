namespace UserService.Core.Messaging.Outbox;

/// <summary>An event that is committed with the change it tells of and published afterwards, once or more, in order per user.</summary>
internal sealed class OutboxMessage
{
    private OutboxMessage()
    {
    }

    /// <summary>The CloudEvents id: a consumer's key against duplicates.</summary>
    public Guid Id { get; private init; }

    public DateTimeOffset OccurredAt { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>The CloudEvents type and routing key.</summary>
    public string Type { get; private init; } = "";

    /// <summary>The event's data as JSON.</summary>
    public string Data { get; private init; } = "";

    /// <summary>W3C trace context of the request that caused it.</summary>
    public string? TraceParent { get; private init; }

    /// <summary>Order of publication, given by the database when the user's turn is taken.</summary>
    public long Position { get; private init; }

    /// <summary>1, 2, 3, … per user, given by the database: lets a consumer see order and gaps.</summary>
    public long Sequence { get; private init; }

    /// <summary>Users are spread over shards; one Worker at a time dispatches a shard, which keeps each user's order.</summary>
    public short Shard { get; private init; }

    public DateTimeOffset? SentAt { get; private init; }

    /// <summary>Refusals of this very message; an absent broker counts as none.</summary>
    public int Attempts { get; private init; }

    public DateTimeOffset NextAttemptAt { get; private init; }

    /// <summary>Given up after too many refusals; waits for an operator.</summary>
    public DateTimeOffset? AbandonedAt { get; private init; }

    public string? LastError { get; private init; }

    public static OutboxMessage Of(Guid userId, string type, string data, string? traceParent, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OccurredAt = now,
        NextAttemptAt = now,
        UserId = userId,
        Type = type,
        Data = data,
        TraceParent = traceParent,
    };
}
