using System.Globalization;
using UserService.Core.Accounts;
using UserService.Core.Notifications;

namespace UserService.Core.Kyc;

/// <summary>What customers are told of their verification.</summary>
internal static class KycMessages
{
    public static Task TellApprovedAsync(NotificationQueue queue, User user, int tier, CancellationToken ct) =>
        queue.EnqueueNewsAsync(user, TemplateNames.KycApproved, ct, new Dictionary<string, string> { ["tier"] = tier.ToString(CultureInfo.InvariantCulture) });

    public static Task TellRejectedAsync(NotificationQueue queue, User user, string reason, CancellationToken ct) =>
        queue.EnqueueNewsAsync(user, TemplateNames.KycRejected, ct, new Dictionary<string, string> { ["reason"] = reason });

    public static Task TellRenewalAsync(NotificationQueue queue, User user, DateTimeOffset due, CancellationToken ct) =>
        queue.EnqueueNewsAsync(user, TemplateNames.KycRenewal, ct, new Dictionary<string, string> { ["date"] = due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });

    public static Task TellOverdueAsync(NotificationQueue queue, User user, CancellationToken ct) =>
        queue.EnqueueNewsAsync(user, TemplateNames.KycOverdue, ct);
}
