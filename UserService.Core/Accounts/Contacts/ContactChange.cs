namespace UserService.Core.Accounts.Contacts;

/// <summary>A change of e-mail address or telephone number: proven at the new contact, undoable from the old one for a while.</summary>
internal sealed class ContactChange
{
    private ContactChange()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public ContactKind Kind { get; private init; }

    /// <summary>Encrypted; null where there was none: undoing it takes the new contact away.</summary>
    public byte[]? OldProtected { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset UndoUntil { get; private init; }

    /// <summary>The undo link works once; a concurrency token.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }

    public static ContactChange Of(Guid id, Guid userId, ContactKind kind, byte[]? old, DateTimeOffset undoUntil, DateTimeOffset now) =>
        new() { Id = id, UserId = userId, Kind = kind, OldProtected = old, UndoUntil = undoUntil, CreatedAt = now };

    public void Undo(DateTimeOffset now)
    {
        UndoneAt = now;
        OldProtected = null;
    }
}

/// <summary>What can be changed.</summary>
internal enum ContactKind
{
    Email,
    Phone,
}
