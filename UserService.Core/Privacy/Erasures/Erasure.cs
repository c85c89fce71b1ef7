namespace UserService.Core.Privacy.Erasures;

/// <summary>A customer's wish to be forgotten, carried out when the time for second thoughts is over.</summary>
internal sealed class Erasure
{
    private Erasure()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public ErasureState State { get; private set; }

    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>Not before this.</summary>
    public DateTimeOffset DueAt { get; private init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>A Worker has it until then; one that dies leaves it to the next.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    public static Erasure Schedule(Guid id, Guid userId, DateTimeOffset dueAt, DateTimeOffset now) =>
        new() { Id = id, UserId = userId, State = ErasureState.Scheduled, RequestedAt = now, DueAt = dueAt, NextAttemptAt = dueAt };

    /// <summary>False where it is too late.</summary>
    public bool TryCancel(DateTimeOffset now)
    {
        if (State is not ErasureState.Scheduled)
            return false;
        (State, EndedAt) = (ErasureState.Cancelled, now);
        return true;
    }

    public void Complete(DateTimeOffset now) => (State, EndedAt) = (ErasureState.Completed, now);

    public void TryAgain(DateTimeOffset at) => NextAttemptAt = at;
}

/// <summary>Where an erasure is in its life. Sent in lower case; a scheduled one is shown as <c>on_hold</c> while a legal hold stands.</summary>
internal enum ErasureState
{
    Scheduled,
    Cancelled,
    Completed,
}
