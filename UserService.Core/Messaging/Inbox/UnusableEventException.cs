namespace UserService.Core.Messaging.Inbox;

/// <summary>An event that no repetition makes usable; it goes to the dead letters at once. The message is its reason there, a stable code.</summary>
public sealed class UnusableEventException : Exception
{
    public UnusableEventException()
        : base("unusable")
    {
    }

    /// <param name="reason">snake_case, without any of the event's content.</param>
    public UnusableEventException(string reason)
        : base(reason)
    {
    }

    public UnusableEventException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}
