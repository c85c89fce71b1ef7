using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Persistence;

namespace UserService.Core.Notifications;

/// <summary>
/// Bounds what one address or number gets, whoever asks for it and from wherever: a person is not to be flooded, nor a provider's bill.
/// Counted among earlier messages only, so that Workers at the same time agree. Each kind of code counts by itself: anybody can ask for a customer's codes to reset
/// the password, and keeps none from her that she signs in with.
/// </summary>
internal sealed class FloodLimit(UserDbContext db, IOptions<NotificationOptions> options)
{
    /// <summary>The reason of messages that were dropped.</summary>
    public const string Reason = "flood_limit";

    private const string Codes = "_code";
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<bool> IsExceededAsync(Notification notification, CancellationToken ct)
    {
        var isCode = notification.Template.EndsWith(Codes, StringComparison.Ordinal);
        var limit = isCode ? options.Value.CodesPerHour : options.Value.NoticesPerHour;
        var since = notification.CreatedAt - Window;
        var earlier = await db.Notifications.AsNoTracking()
            .Where(n => n.RecipientHash == notification.RecipientHash && n.CreatedAt > since && n.Id < notification.Id && n.LastError != Reason)
            .CountAsync(n => isCode ? n.Template == notification.Template : !n.Template.EndsWith(Codes), ct);
        return earlier >= limit;
    }
}
