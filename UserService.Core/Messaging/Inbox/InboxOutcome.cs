namespace UserService.Core.Messaging.Inbox;

/// <summary>What became of a delivery.</summary>
internal abstract record InboxOutcome
{
    private InboxOutcome()
    {
    }

    /// <summary>Handled, now or before.</summary>
    internal sealed record Done(bool Repeated) : InboxOutcome;

    /// <summary>Not handled; another attempt may do.</summary>
    internal sealed record Failed(string Reason) : InboxOutcome;

    /// <summary>Not handled, and no attempt ever will.</summary>
    internal sealed record Unusable(string Reason) : InboxOutcome;
}
