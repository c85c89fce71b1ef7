using System.Diagnostics;
using System.Text;
using System.Text.Json;
using UserService.Core.Accounts;
using UserService.Core.Persistence;
using UserService.Core.Preferences.Inbox;
using UserService.Core.Protection;

namespace UserService.Core.Notifications;

/// <summary>Adds messages to the unit of work that is about to be saved; the Worker delivers them after the commit.</summary>
internal sealed class NotificationQueue(UserDbContext db, SystemKeys keys, CustomerInbox inbox, TimeProvider time)
{
    internal const string Purpose = "notification";

    // A notice that could not be delivered for three days has lost its use: undo links end then too.
    private static readonly TimeSpan NoticeLifetime = TimeSpan.FromDays(3);

    /// <summary>Tells an account's owner of something that only she should have done. Sent whatever her preferences are.</summary>
    public Task EnqueueSecurityNoticeAsync(User owner, string template, CancellationToken ct, IReadOnlyDictionary<string, string>? more = null)
    {
        if (owner.Email is null)
            return Task.CompletedTask;
        var values = new Dictionary<string, string>(more ?? new Dictionary<string, string>()) { ["firstName"] = owner.FirstName };
        return EnqueueAsync(new NewNotification(owner.Id, "email", owner.Email, template, owner.Locale, values, NoticeLifetime), ct);
    }

    public async Task EnqueueAsync(NewNotification message, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var content = JsonSerializer.SerializeToUtf8Bytes(new NotificationContent(message.To, message.Values), NotificationJson.Default.NotificationContent);
        var key = await keys.GetAsync(ct);
        var recipient = new byte[32];
        key.Authenticate("notification-recipient", Encoding.UTF8.GetBytes($"{message.Channel}:{message.To}"), recipient);
        db.Notifications.Add(Notification.Of(
            id, message.UserId, message.Channel, message.Template, message.Locale, key.Protect(content, Purpose, id), recipient, Activity.Current?.Id, now + message.Lifetime, now));

        // What an account's owner is told stays in the app too; codes do not.
        if (message.UserId is { } owner && MessageTemplates.Notice(message.Template, message.Locale, message.Values) is var (title, text))
            await inbox.PutAsync(owner, message.Template, title, text, ct);
    }
}

/// <summary>A message to be sent.</summary>
/// <param name="Channel"><c>email</c> or <c>sms</c>.</param>
/// <param name="Values">What the template fills in. Encrypted while it waits.</param>
/// <param name="Lifetime">After this it is not worth sending any more.</param>
internal sealed record NewNotification(
    Guid? UserId, string Channel, string To, string Template, string Locale, IReadOnlyDictionary<string, string> Values, TimeSpan Lifetime);

/// <summary>What is encrypted of a waiting message.</summary>
internal sealed record NotificationContent(string To, IReadOnlyDictionary<string, string> Values);

[System.Text.Json.Serialization.JsonSerializable(typeof(NotificationContent))]
internal sealed partial class NotificationJson : System.Text.Json.Serialization.JsonSerializerContext;
