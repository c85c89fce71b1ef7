using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserService.Core.Messaging;
using UserService.Core.Notifications.Senders;
using UserService.Core.Persistence;
using UserService.Core.Preferences;
using UserService.Core.Protection;

namespace UserService.Core.Notifications;

/// <summary>Delivers one waiting message after the other. A claim is a lease: a Worker that dies leaves the message to the next.</summary>
internal sealed class NotificationDelivery(
    UserDbContext db, SystemKeys keys, SenderChain senders, FloodLimit flood, DeliveryChoices choices, IHostEnvironment environment, TimeProvider time, ILogger<NotificationDelivery> log)
{
    private const int MaxAttempts = 8;

    // Longer than any sender's own timeout, so that no message is in two hands.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Claims and delivers one message; false when none waits.</summary>
    public async Task<bool> DeliverOneAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var notification = (await db.Notifications.FromSqlInterpolated(
            $"""
             UPDATE notifications SET next_attempt_at = {now + Lease}, attempts = attempts + 1
             WHERE id = (SELECT id FROM notifications WHERE status = 'Pending' AND next_attempt_at <= {now}
                         ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING *
             """).ToListAsync(ct)).SingleOrDefault();
        if (notification is null)
            return false;
        using var activity = MessagingTelemetry.Source.StartActivity("notification deliver", ActivityKind.Consumer, notification.TraceParent);
        if (now >= notification.ExpiresAt)
            GiveUp(notification, "expired");
        else if (await QuietUntilAsync(notification, now, ct) is { } morning)
            PutOff(notification, morning);
        else if (await flood.IsExceededAsync(notification, ct))
            GiveUp(notification, FloodLimit.Reason);
        else
            await TryAsync(notification, ct);
        await db.SaveChangesAsync(ct);
        return true;
    }

    private async Task<DateTimeOffset?> QuietUntilAsync(Notification notification, DateTimeOffset now, CancellationToken ct) =>
        notification.UserId is { } userId && TemplateTopics.Of(notification.Template) != Topics.Security ? await choices.QuietUntilAsync(userId, now, ct) : null;

    private async Task TryAsync(Notification notification, CancellationToken ct)
    {
        try
        {
            var key = await keys.GetAsync(ct);
            var content = JsonSerializer.Deserialize(key.Unprotect(notification.ContentProtected, NotificationQueue.Purpose, notification.Id), NotificationJson.Default.NotificationContent)!;
            var message = MessageTemplates.Render(notification, content);
            var (provider, providersId) = await senders.SendAsync(message, ct);
            notification.Sent(provider, providersId, time.GetUtcNow());
            if (environment.IsDevelopment())
                Keep(message, content);
            Count(notification, "sent");
            Log.Sent(log, notification.Id, notification.Template, notification.Channel);
        }
        catch (UndeliverableException e)
        {
            GiveUp(notification, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Provider messages may quote the address: of others than our own exceptions the type alone is kept.
            Failed(notification, e is ProviderException ? e.Message : e.GetType().Name);
        }
    }

    private void Failed(Notification notification, string error)
    {
        if (notification.Attempts >= MaxAttempts)
        {
            GiveUp(notification, error);
            return;
        }

        notification.Failed(error, TimeSpan.FromSeconds(Math.Pow(2, notification.Attempts)), time.GetUtcNow());
        Count(notification, "failed");
        Log.SendFailed(log, notification.Id, notification.Template, error, notification.Attempts);
    }

    private void PutOff(Notification notification, DateTimeOffset until)
    {
        notification.PutOff(until);
        Count(notification, "put_off");
        Log.PutOff(log, notification.Id, notification.Template);
    }

    private void GiveUp(Notification notification, string error)
    {
        notification.GiveUp(error, time.GetUtcNow());
        Count(notification, "abandoned");
        Log.GivenUp(log, notification.Id, notification.Template, error);
    }

    private static void Count(Notification notification, string outcome) =>
        NotificationTelemetry.Attempts.Add(1, new KeyValuePair<string, object?>("channel", notification.Channel), new KeyValuePair<string, object?>("outcome", outcome));

    private void Keep(RenderedMessage message, NotificationContent content) => db.DevelopmentMessages.Add(new DevelopmentMessage
    {
        Id = message.Id,
        Channel = message.Channel,
        To = message.To,
        Template = message.Template,
        Subject = message.Subject,
        Body = message.Text,
        Code = content.Values.TryGetValue("code", out var code) ? code : null,
        SentAt = time.GetUtcNow(),
    });
}
