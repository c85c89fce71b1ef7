namespace UserService.Core.Preferences.Inbox;

/// <summary>The notices in a customer's app.</summary>
public interface IInbox
{
    /// <summary>The newest first, with how many are unread in all.</summary>
    /// <param name="before">Only those older than this one.</param>
    Task<InboxPage> ListAsync(Guid userId, bool unreadOnly, Guid? before, int limit, CancellationToken ct);

    /// <summary>False where the customer has no such notice; reading again changes nothing.</summary>
    Task<bool> MarkReadAsync(Guid userId, Guid id, CancellationToken ct);

    /// <summary>How many became read.</summary>
    Task<int> MarkAllReadAsync(Guid userId, CancellationToken ct);
}

/// <summary>A page of notices.</summary>
public sealed record InboxPage(IReadOnlyList<InboxItem> Items, int Unread);

/// <summary>A notice.</summary>
/// <param name="Kind">Which one, such as <c>password_changed</c>.</param>
public sealed record InboxItem(Guid Id, string Kind, string Title, string Text, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt)
{
    public override string ToString() => $"[notice {Id}]";
}
