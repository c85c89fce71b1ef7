using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;

namespace UserService.Core.Notifications.Reports;

/// <summary>Notes what providers report of messages that they took. Copies and reports out of order change nothing.</summary>
internal sealed class DeliveryReports(UserDbContext db)
{
    /// <summary>A message that is unknown here, such as another environment's, is passed over.</summary>
    /// <returns>Whether the report said something new.</returns>
    public async Task<bool> ApplyAsync(DeliveryReport report, CancellationToken ct)
    {
        var changed = await db.Notifications
            .Where(n => n.Id == report.NotificationId && (n.Delivery == null || n.Delivery < report.State))
            .ExecuteUpdateAsync(
                set => set.SetProperty(n => n.Delivery, report.State).SetProperty(n => n.DeliveryAt, report.At).SetProperty(n => n.DeliveryError, report.Error), ct);
        if (changed == 1)
            NotificationTelemetry.Delivered.Add(1, new("state", report.State.ToString()), new("by", report.By));
        return changed == 1;
    }
}

/// <param name="By">Who reports: <c>platform</c>, <c>twilio</c> or <c>sendgrid</c>.</param>
/// <param name="Error">The provider's own code, never its text.</param>
internal sealed record DeliveryReport(Guid NotificationId, DeliveryState State, DateTimeOffset At, string By, string? Error);
