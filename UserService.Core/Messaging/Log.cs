using Microsoft.Extensions.Logging;

namespace UserService.Core.Messaging;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Changes of other hosts cannot be read; every check goes to PostgreSQL until they can.")]
    public static partial void FeedFails(ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Information, "Changes of other hosts are read again.")]
    public static partial void FeedIsBack(ILogger logger);

    [LoggerMessage(2010, LogLevel.Information, "Published {Count} events.")]
    public static partial void Published(ILogger logger, int count);

    [LoggerMessage(2011, LogLevel.Warning, "Event {EventId} of type {Type} could not be published (attempt {Attempt}); trying again in {Delay}.")]
    public static partial void PublishFailed(ILogger logger, Guid eventId, string type, int attempt, TimeSpan delay, Exception exception);

    [LoggerMessage(2012, LogLevel.Warning, "The outbox could not be dispatched; trying again in {Delay}.")]
    public static partial void DispatchFailed(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(2013, LogLevel.Warning, "The wake-up channel {Channel} is not listened to; polling goes on.")]
    public static partial void ListenFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(2014, LogLevel.Information, "The broker is connected and its topology declared.")]
    public static partial void BrokerConnected(ILogger logger);

    [LoggerMessage(2015, LogLevel.Warning, "What waits could not be counted; the figures are absent until it can.")]
    public static partial void WaitingNotCounted(ILogger logger, Exception exception);
}
