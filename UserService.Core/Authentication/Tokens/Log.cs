using Microsoft.Extensions.Logging;

namespace UserService.Core.Authentication.Tokens;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Signing key {KeyId} is published and signs from {ActiveFrom:u} on")]
    public static partial void KeyMade(ILogger logger, string keyId, DateTimeOffset activeFrom);

    [LoggerMessage(2, LogLevel.Error, "Looking after the signing keys failed")]
    public static partial void RotationFailed(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The signing keys could not be read; those known go on")]
    public static partial void KeysNotRead(ILogger logger, Exception exception);
}
