namespace UserService.Core.Banking.Billers;

/// <summary>A bill that a customer pays again and again: her meter, her decoder.</summary>
internal sealed class SavedBiller
{
    private SavedBiller()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public string BillerCode { get; private init; } = "";

    public string ItemCode { get; private init; } = "";

    public string BillerName { get; private init; } = "";

    /// <summary>What the customer calls it.</summary>
    public string? Label { get; private init; }

    /// <summary>Her number at the biller, encrypted.</summary>
    public byte[] ReferenceProtected { get; private init; } = [];

    /// <summary>HMAC of it, so that it is saved once.</summary>
    public byte[] ReferenceIndex { get; private init; } = [];

    /// <summary>The name that the biller has, encrypted.</summary>
    public byte[] NameProtected { get; private init; } = [];

    public DateTimeOffset SavedAt { get; private init; }

    public static SavedBiller Save(Guid id, Guid userId, BillItem item, string? label, byte[] reference, byte[] index, byte[] name, DateTimeOffset now) => new()
    {
        Id = id,
        UserId = userId,
        BillerCode = item.BillerCode,
        ItemCode = item.ItemCode,
        BillerName = item.Name,
        Label = label,
        ReferenceProtected = reference,
        ReferenceIndex = index,
        NameProtected = name,
        SavedAt = now,
    };
}
