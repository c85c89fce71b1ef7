using System.Diagnostics.Metrics;

namespace UserService.Core.Notifications;

/// <summary>Figures of messages to customers.</summary>
internal static class NotificationTelemetry
{
    private static readonly Meter Meter = new("UserService.Notifications");

    /// <summary>Messages that a provider took, by provider and channel.</summary>
    public static readonly Counter<long> Sent = Meter.CreateCounter<long>("user_service.notifications.sent", "{message}");

    /// <summary>Attempts that failed, by provider and channel.</summary>
    public static readonly Counter<long> Failed = Meter.CreateCounter<long>("user_service.notifications.failed", "{attempt}");

    /// <summary>Messages that were given up, by reason.</summary>
    public static readonly Counter<long> GivenUp = Meter.CreateCounter<long>("user_service.notifications.given_up", "{message}");

    /// <summary>Reports of delivery that said something new, by state and provider.</summary>
    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>("user_service.notifications.reports", "{report}");
}
