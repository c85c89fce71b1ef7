using Microsoft.Extensions.Logging;

namespace UserService.Core.Persistence;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Partitions could not be made ahead; it is tried again within the hour")]
    public static partial void PartitionsFailed(ILogger logger, Exception exception);
}
