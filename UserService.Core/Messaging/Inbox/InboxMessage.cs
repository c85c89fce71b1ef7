namespace UserService.Core.Messaging.Inbox;

/// <summary>Notes that an event was handled, in the transaction that did what it asks for.</summary>
internal sealed class InboxMessage
{
    private InboxMessage()
    {
    }

    public string Source { get; private init; } = "";

    public string EventId { get; private init; } = "";

    public string Type { get; private init; } = "";

    public DateTimeOffset HandledAt { get; private init; }
}
