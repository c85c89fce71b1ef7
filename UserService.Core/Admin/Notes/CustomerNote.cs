namespace UserService.Core.Admin.Notes;

/// <summary>What a member of staff wrote about a customer. Never changed, only added to.</summary>
internal sealed class CustomerNote
{
    private CustomerNote()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public Guid AuthorId { get; private init; }

    /// <summary>Under the customer's key: it goes when the customer is erased.</summary>
    public byte[] TextProtected { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public static CustomerNote Write(Guid userId, Guid authorId, byte[] text, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        AuthorId = authorId,
        TextProtected = text,
        CreatedAt = now,
    };
}
