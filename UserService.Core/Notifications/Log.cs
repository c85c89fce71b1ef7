using Microsoft.Extensions.Logging;

namespace UserService.Core.Notifications;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Message {MessageId} ({Template}) was not sent: no provider is configured for {Channel}.")]
    public static partial void NotSent(ILogger logger, Guid messageId, string template, string channel);

    [LoggerMessage(3002, LogLevel.Information, "Message {MessageId} ({Template}) was sent by {Channel}.")]
    public static partial void Sent(ILogger logger, Guid messageId, string template, string channel);

    [LoggerMessage(3003, LogLevel.Warning, "Message {MessageId} ({Template}) could not be sent: {Error} (attempt {Attempt}).")]
    public static partial void SendFailed(ILogger logger, Guid messageId, string template, string error, int attempt);

    [LoggerMessage(3004, LogLevel.Error, "Message {MessageId} ({Template}) was given up: {Error}.")]
    public static partial void GivenUp(ILogger logger, Guid messageId, string template, string error);

    [LoggerMessage(3006, LogLevel.Warning, "Message {MessageId} was not taken by {Provider}: {Error}.")]
    public static partial void ProviderFailed(ILogger logger, Guid messageId, string provider, string error);

    [LoggerMessage(3007, LogLevel.Information, "Message {MessageId} ({Template}) waits for the end of quiet hours.")]
    public static partial void PutOff(ILogger logger, Guid messageId, string template);

    [LoggerMessage(3005, LogLevel.Warning, "Messages could not be looked for; trying again.")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception);
}
