namespace UserService.Core.Messaging.Outbox;

/// <summary>An outbox row on its way to the broker.</summary>
internal sealed record WaitingEvent(
    Guid Id, DateTimeOffset OccurredAt, Guid UserId, string Type, string Data, string? TraceParent, long Sequence, int Attempts, DateTimeOffset NextAttemptAt);
