using Microsoft.Extensions.Logging;

namespace UserService.Core.Authentication.Passwords;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A stored password hash is in no known format or asks for absurd work; the sign-in was refused")]
    public static partial void UnreadableHash(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "The range service of breached passwords gave no answer ({Reason}); the password counts as not found")]
    public static partial void RangeServiceFailed(ILogger logger, string reason);
}
