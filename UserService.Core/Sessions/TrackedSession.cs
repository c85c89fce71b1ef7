namespace UserService.Core.Sessions;

/// <summary>What this host knows of a session: one object shared by all tokens of it, so that a revocation reaches them all at once.</summary>
internal sealed class TrackedSession(Guid id)
{
    private int state = (int)Knowledge.Unknown;

    private enum Knowledge
    {
        Unknown,
        Live,
        Ended,
        Forgotten,
    }

    public Guid Id { get; } = id;

    /// <summary>Past its absolute end no session is live, whatever was heard.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    public bool IsLive => Volatile.Read(ref state) == (int)Knowledge.Live;

    public bool HasEnded => Volatile.Read(ref state) == (int)Knowledge.Ended;

    /// <summary>The host no longer listens for this object's revocation: track the session anew.</summary>
    public bool IsForgotten => Volatile.Read(ref state) == (int)Knowledge.Forgotten;

    public void Forget() => Volatile.Write(ref state, (int)Knowledge.Forgotten);

    /// <summary>Ends it for good: a read that began before cannot bring it back.</summary>
    public void End() => Volatile.Write(ref state, (int)Knowledge.Ended);

    public void Loaded(DateTimeOffset endsAt)
    {
        EndsAt = endsAt;
        Interlocked.CompareExchange(ref state, (int)Knowledge.Live, (int)Knowledge.Unknown);
    }
}
