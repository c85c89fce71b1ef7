using Microsoft.Extensions.Logging;

namespace UserService.Core.Privacy;

internal static partial class Log
{
    [LoggerMessage(2501, LogLevel.Information, "Export {ExportId} is ready.")]
    public static partial void ExportReady(ILogger logger, Guid exportId);

    [LoggerMessage(2502, LogLevel.Warning, "Export {ExportId} could not be prepared (attempt {Attempt}).")]
    public static partial void ExportFailed(ILogger logger, Guid exportId, int attempt, Exception exception);

    [LoggerMessage(2503, LogLevel.Information, "User {UserId} is erased.")]
    public static partial void Erased(ILogger logger, Guid userId);

    [LoggerMessage(2504, LogLevel.Warning, "Erasure {ErasureId} could not be carried out; it is tried again.")]
    public static partial void ErasureFailed(ILogger logger, Guid erasureId, Exception exception);

    [LoggerMessage(2505, LogLevel.Information, "Retention removed {Count} rows of {Table}.")]
    public static partial void Removed(ILogger logger, int count, string table);

    [LoggerMessage(2506, LogLevel.Warning, "Background work on privacy failed; it is tried again.")]
    public static partial void WorkFailed(ILogger logger, Exception exception);
}
