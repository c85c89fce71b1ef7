namespace UserService.Core.Preferences.Inbox;

/// <summary>A notice as it stays in the customer's app.</summary>
internal sealed class Notice
{
    private Notice()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>Which notice, such as <c>password_changed</c>.</summary>
    public string Template { get; private init; } = "";

    /// <summary>Title and text as JSON under the customer's key.</summary>
    public byte[] ContentProtected { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? ReadAt { get; private init; }

    public static Notice Put(Guid userId, string template, byte[] content, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        Template = template,
        ContentProtected = content,
        CreatedAt = now,
    };
}
