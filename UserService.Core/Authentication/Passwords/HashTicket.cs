namespace UserService.Core.Authentication.Passwords;

/// <summary>One hash that waits for a lane or runs on one.</summary>
internal abstract class HashTicket(long enqueued)
{
    public long Enqueued { get; } = enqueued;

    /// <summary>Its place in the queue while it waits; guarded by the lanes' lock.</summary>
    public LinkedListNode<HashTicket>? Node { get; set; }

    public bool Ran { get; protected set; }

    public abstract void Run();

    public abstract void Refuse(TimeSpan retryAfter);

    public abstract void Cancel(CancellationToken token);
}

internal sealed class HashTicket<T>(Func<T> work, long enqueued) : HashTicket(enqueued)
{
    // Continuations leave the lane: what a caller does next must not hold up the next hash.
    private readonly TaskCompletionSource<LaneOutcome<T>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<LaneOutcome<T>> Outcome => _outcome.Task;

    public override void Run()
    {
        Ran = true;
        try
        {
            _outcome.TrySetResult(LaneOutcome<T>.Of(work()));
        }
        catch (Exception exception)
        {
            _outcome.TrySetException(exception);
        }
    }

    public override void Refuse(TimeSpan retryAfter) => _outcome.TrySetResult(LaneOutcome<T>.Refused(retryAfter));

    public override void Cancel(CancellationToken token) => _outcome.TrySetCanceled(token);
}

/// <summary>A value, or the time after which to come back.</summary>
internal readonly record struct LaneOutcome<T>(bool Accepted, T? Value, TimeSpan RetryAfter)
{
    public static LaneOutcome<T> Of(T value) => new(true, value, default);

    public static LaneOutcome<T> Refused(TimeSpan retryAfter) => new(false, default, retryAfter);
}
