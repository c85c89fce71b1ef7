using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace UserService.Core.Messaging;

/// <summary>Traces and figures of what this service sends and receives.</summary>
internal static class MessagingTelemetry
{
    public static readonly ActivitySource Source = new("UserService.Messaging");

    private static readonly Meter Meter = new("UserService.Messaging");

    /// <summary>Events confirmed by the broker, by type.</summary>
    public static readonly Counter<long> Published = Meter.CreateCounter<long>("user_service.outbox.published", "{event}");

    /// <summary>Events that the broker refused, by type.</summary>
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("user_service.outbox.refused", "{event}");

    /// <summary>From the change to the broker's confirm.</summary>
    public static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("user_service.outbox.lag", "s");

    /// <summary>Events of other services taken from the inbox, by outcome: <c>Done</c>, <c>Failed</c> (comes again or is buried) or <c>Unusable</c>.</summary>
    public static readonly Counter<long> Received = Meter.CreateCounter<long>("user_service.inbox.received", "{event}");

    /// <summary>Events of other services that were set aside for an operator.</summary>
    public static readonly Counter<long> Buried = Meter.CreateCounter<long>("user_service.inbox.dead_letters", "{event}");
}
