using Microsoft.Extensions.Logging;

namespace UserService.Core.Storage;

internal static partial class Log
{
    [LoggerMessage(2401, LogLevel.Warning, "The objects of the failed upload {FileId} could not be removed ({Reason}); the Worker does.")]
    public static partial void LeftToTheWorker(ILogger logger, Guid fileId, string reason);

    [LoggerMessage(2402, LogLevel.Warning, "Discarded files could not be removed; trying again.")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(2403, LogLevel.Information, "Removed {Count} files that nothing refers to.")]
    public static partial void Removed(ILogger logger, int count);
}
