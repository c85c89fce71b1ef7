using Microsoft.Extensions.Logging;

namespace UserService.Core.Protection;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Error, "Data key {DataKeyId}, wrapped by master key {MasterKeyId}, could not be unwrapped; it stays as it is.")]
    public static partial void KeyNotUnwrapped(ILogger logger, Guid dataKeyId, string masterKeyId, Exception exception);
}
