namespace UserService.Core.Privacy.Holds;

/// <summary>A duty to keep a customer's data, such as a court order or an open fraud case: while it stands nothing of them is erased.</summary>
internal sealed class LegalHold
{
    private LegalHold()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>Staff's words; the customer is told that there is a hold, not why.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>Id of the member of staff.</summary>
    public string PlacedBy { get; private init; } = "";

    public DateTimeOffset PlacedAt { get; private init; }

    public string? ReleasedBy { get; private set; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    public static LegalHold Place(Guid id, Guid userId, string reason, string placedBy, DateTimeOffset now) =>
        new() { Id = id, UserId = userId, Reason = reason, PlacedBy = placedBy, PlacedAt = now };

    public void Release(string releasedBy, DateTimeOffset now) => (ReleasedBy, ReleasedAt) = (releasedBy, now);
}
