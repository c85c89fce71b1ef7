namespace UserService.Core.Privacy.Exports;

/// <summary>A copy of everything that is kept of a customer, asked for by her.</summary>
internal sealed class DataExport
{
    private DataExport()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public ExportState State { get; private set; }

    public DateTimeOffset RequestedAt { get; private init; }

    public DateTimeOffset? ReadyAt { get; private set; }

    /// <summary>When the file is removed, fetched or not.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The encrypted archive in object storage.</summary>
    public Guid? FileId { get; private set; }

    /// <summary>SHA-256 of the token in the link.</summary>
    public byte[]? TokenHash { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>A Worker has it until then; one that dies leaves it to the next.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    public static DataExport Request(Guid id, Guid userId, DateTimeOffset now) => new() { Id = id, UserId = userId, State = ExportState.Preparing, RequestedAt = now, NextAttemptAt = now };

    public void Ready(Guid fileId, byte[] tokenHash, DateTimeOffset expiresAt, DateTimeOffset now) =>
        (State, FileId, TokenHash, ReadyAt, ExpiresAt) = (ExportState.Ready, fileId, tokenHash, now, expiresAt);

    public void TryAgain(DateTimeOffset at) => NextAttemptAt = at;

    public void Fail() => State = ExportState.Failed;

    /// <summary>The file is no longer needed: fetched, or not in time.</summary>
    public void End(ExportState state) => (State, FileId, TokenHash) = (state, null, null);
}

/// <summary>Where an export is in its life. Sent in lower case.</summary>
internal enum ExportState
{
    Preparing,
    Ready,

    /// <summary>Fetched; the link has done its work.</summary>
    Downloaded,

    /// <summary>Not fetched in time.</summary>
    Expired,

    /// <summary>Could not be prepared; may be asked for again.</summary>
    Failed,
}
