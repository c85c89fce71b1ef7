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

    [LoggerMessage(2020, LogLevel.Error, "The broker's topology clashes: {Problem}")]
    public static partial void TopologyClashes(ILogger logger, string problem);

    [LoggerMessage(2021, LogLevel.Warning, "Queue {Queue} cannot be read; trying again in {Delay}.")]
    public static partial void ReadingFailed(ILogger logger, string queue, TimeSpan delay, Exception exception);

    [LoggerMessage(2022, LogLevel.Warning, "Event {EventId} of type {Type} could not be handled.")]
    public static partial void EventFailed(ILogger logger, string eventId, string type, Exception exception);

    [LoggerMessage(2023, LogLevel.Warning, "Delivery {DeliveryTag} could not be settled; it comes again.")]
    public static partial void SettlingFailed(ILogger logger, ulong deliveryTag, Exception exception);

    [LoggerMessage(2024, LogLevel.Error, "Message {MessageId} is a dead letter: {Reason} (attempt {Attempt}).")]
    public static partial void EventBuried(ILogger logger, string? messageId, string reason, int attempt);

    [LoggerMessage(2025, LogLevel.Information, "Dead letter {DeadLetterId} was handed to the inbox again.")]
    public static partial void DeadLetterReplayed(ILogger logger, Guid deadLetterId);

    [LoggerMessage(2026, LogLevel.Warning, "Dead letters could not be replayed; trying again in {Delay}.")]
    public static partial void ReplayFailed(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(2027, LogLevel.Information, "Upkeep of messaging: {Inbox} notes, {Invalidations} invalidations and {Partitions} partitions of sent events removed.")]
    public static partial void Tidied(ILogger logger, int inbox, int invalidations, int partitions);

    [LoggerMessage(2028, LogLevel.Warning, "The upkeep of messaging failed; trying again in {Delay}.")]
    public static partial void TidyingFailed(ILogger logger, TimeSpan delay, Exception exception);
}
