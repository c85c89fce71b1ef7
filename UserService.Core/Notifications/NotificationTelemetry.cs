using System.Diagnostics.Metrics;

namespace UserService.Core.Notifications;

/// <summary>Figures of messages to customers.</summary>
internal static class NotificationTelemetry
{
    private static readonly Meter Meter = new("UserService.Notifications");

    /// <summary>Attempts to send a message, by channel and outcome: sent, failed (and tried again), put_off (to the end of quiet hours), abandoned.</summary>
    public static readonly Counter<long> Attempts = Meter.CreateCounter<long>("user_service.notifications", "{attempt}");

    /// <summary>Calls of providers, by provider, channel and outcome: taken, failed. One attempt may call several.</summary>
    public static readonly Counter<long> Providers = Meter.CreateCounter<long>("user_service.notifications.providers", "{call}");

    /// <summary>Reports of delivery that said something new, by state and provider.</summary>
    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>("user_service.notifications.reports", "{report}");
}
