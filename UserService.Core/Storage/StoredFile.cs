namespace UserService.Core.Storage;

/// <summary>
/// A file in object storage and whose it is. The row is there before the first byte: whatever happens between, the Worker finds what was left behind.
/// </summary>
internal sealed class StoredFile
{
    private StoredFile()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>What it is for: see <see cref="FilePurposes"/>.</summary>
    public string Purpose { get; private init; } = "";

    public string ContentType { get; private init; } = "";

    /// <summary>Names of the objects that make it up, extension included, such as <c>64.webp</c>.</summary>
    public string[] Parts { get; private init; } = [];

    /// <summary>Of all parts together, in bytes.</summary>
    public long Size { get; private init; }

    public StoredFileState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Holds ids only: no name that a customer chose ever becomes a path.</summary>
    public string KeyOf(string part) => $"users/{UserId:n}/{Purpose}/{Id:n}/{part}";

    public static StoredFile Begin(Guid id, Guid userId, string purpose, string contentType, string[] parts, long size, DateTimeOffset now) =>
        new() { Id = id, UserId = userId, Purpose = purpose, ContentType = contentType, Parts = parts, Size = size, State = StoredFileState.Pending, CreatedAt = now };

    /// <summary>Something refers to it from now on; saved together with that.</summary>
    public void Keep() => State = StoredFileState.Kept;

    /// <summary>Nothing refers to it any more: the Worker removes it.</summary>
    public void Discard() => State = StoredFileState.Discarded;
}

/// <summary>Where a file is in its life.</summary>
internal enum StoredFileState
{
    /// <summary>Being uploaded; nothing refers to it.</summary>
    Pending,

    /// <summary>In use.</summary>
    Kept,

    /// <summary>To be removed.</summary>
    Discarded,
}

/// <summary>What files are for.</summary>
internal static class FilePurposes
{
    public const string Avatar = "avatar";
    public const string KycDocument = "kyc-document";
    public const string Export = "export";
}
