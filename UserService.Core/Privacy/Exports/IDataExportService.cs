using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Privacy.Exports;

/// <summary>A customer's copy of everything that is kept of her.</summary>
public interface IDataExportService
{
    /// <summary>Asks the Worker for a copy; one that is being prepared already is answered instead of a second one.</summary>
    Task<DataExportView> RequestAsync(Guid userId, Actor actor, CancellationToken ct);

    /// <summary>The customer's exports, the newest first.</summary>
    Task<IReadOnlyList<DataExportView>> ListAsync(Guid userId, CancellationToken ct);

    /// <summary>The archive behind the link of the message; once, and only for the customer it belongs to.</summary>
    Task<DownloadResult> DownloadAsync(Guid userId, string token, Actor actor, CancellationToken ct);
}

/// <summary>An export as its owner sees it.</summary>
/// <param name="State"><c>preparing</c>, <c>ready</c>, <c>downloaded</c>, <c>expired</c> or <c>failed</c>.</param>
/// <param name="ExpiresAt">The link works until then.</param>
public sealed record DataExportView(Guid Id, string State, DateTimeOffset RequestedAt, DateTimeOffset? ReadyAt, DateTimeOffset? ExpiresAt);

/// <summary>How fetching an export ended.</summary>
public abstract record DownloadResult
{
    /// <param name="Archive">A zip file.</param>
    public sealed record Archived(ReadOnlyMemory<byte> Archive) : DownloadResult;

    public sealed record Failed(Error Error) : DownloadResult;
}
