using Microsoft.Extensions.Logging;

namespace UserService.Core.Authentication.Throttling;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Redis gave no answer ({Reason}); attempts are counted in this process until it is back")]
    public static partial void RedisAway(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "Redis is back; attempts are counted there again")]
    public static partial void RedisBack(ILogger logger);
}
