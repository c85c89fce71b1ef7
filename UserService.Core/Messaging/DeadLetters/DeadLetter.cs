namespace UserService.Core.Messaging.DeadLetters;

/// <summary>A message of another service that could not be handled, kept with its reason until an operator decides.</summary>
internal sealed class DeadLetter
{
    private DeadLetter()
    {
    }

    public Guid Id { get; private init; }

    public string Origin { get; private init; } = "";

    public string? Type { get; private init; }

    public string? EventId { get; private init; }

    public string? Subject { get; private init; }

    public string Reason { get; private init; } = "";

    public int Attempts { get; private init; }

    /// <summary>The message, encrypted: what other services write may be personal data. Emptied when it is discarded.</summary>
    public byte[] BodyProtected { get; private set; } = [];

    public int Bytes { get; private init; }

    public string? ContentType { get; private init; }

    public DateTimeOffset FailedAt { get; private init; }

    public DateTimeOffset? ReplayRequestedAt { get; private set; }

    /// <summary>When a Worker handed it to the inbox again.</summary>
    public DateTimeOffset? ReplayedAt { get; private init; }

    public DateTimeOffset? DiscardedAt { get; private set; }

    public static DeadLetter Of(Guid id, DeadMessage message, byte[] body, DateTimeOffset now) => new()
    {
        Id = id,
        Origin = Cut(message.Origin),
        Type = message.Event?.Type,
        EventId = message.Event?.Id,
        Subject = message.Event?.Subject,
        Reason = Cut(message.Reason),
        Attempts = message.Attempts,
        BodyProtected = body,
        Bytes = message.Bytes,
        ContentType = message.ContentType is null ? null : Cut(message.ContentType),
        FailedAt = now,
    };

    public void RequestReplay(DateTimeOffset now) => ReplayRequestedAt = now;

    public void Discard(DateTimeOffset now) => (DiscardedAt, BodyProtected) = (now, []);

    private static string Cut(string text) => text.Length > 200 ? text[..200] : text;
}
