namespace UserService.Core.Protection;

/// <summary>A key that encrypts data, itself encrypted by the master key.</summary>
internal sealed class DataKey
{
    private DataKey()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The user whose data it protects; none for the key of the service itself.</summary>
    public Guid? SubjectId { get; private init; }

    /// <summary>Which master key wrapped it.</summary>
    public string MasterKeyId { get; private set; } = "";

    public byte[] Wrapped { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public static DataKey Of(Guid id, Guid? subject, string masterKeyId, byte[] wrapped, DateTimeOffset now) =>
        new() { Id = id, SubjectId = subject, MasterKeyId = masterKeyId, Wrapped = wrapped, CreatedAt = now };
}
