using System.Diagnostics;
using System.Text;
using System.Text.Json;
using UserService.Core.Accounts;
using UserService.Core.Persistence;
using UserService.Core.Preferences;
using UserService.Core.Preferences.Inbox;
using UserService.Core.Protection;

namespace UserService.Core.Notifications;

/// <summary>Adds messages to the unit of work that is about to be saved; the Worker delivers them after the commit.</summary>
internal sealed class NotificationQueue(UserDbContext db, SystemKeys keys, CustomerInbox inbox, DeliveryChoices choices, TimeProvider time)
{
    internal const string Purpose = "notification";

    // A notice that could not be delivered for three days has lost its use: undo links end then too.
    private static readonly TimeSpan NoticeLifetime = TimeSpan.FromDays(3);

    /// <summary>Tells an account's owner of something that only she should have done, or that she has just asked for. Sent whatever her preferences are.</summary>
    public async Task EnqueueSecurityNoticeAsync(User owner, string template, CancellationToken ct, IReadOnlyDictionary<string, string>? more = null)
    {
        var values = Values(owner, more);
        if (owner.Email is { } email)
            await SendAsync(Notice(owner, "email", email, template, values), ct);
        else if (Number(owner) is { } number)
            await SendAsync(Notice(owner, "sms", number, template, values), ct);
        await PutAsync(owner.Id, template, owner.Locale, values, ct);
    }

    /// <summary>Tells an account's owner some news, on the channels that she has chosen for its topic, by text what would be mailed where she has no address; <see cref="NotificationDelivery"/> keeps to her quiet hours.</summary>
    public async Task EnqueueNewsAsync(User owner, string template, CancellationToken ct, IReadOnlyDictionary<string, string>? more = null)
    {
        var values = Values(owner, more);
        var channels = await choices.ChannelsAsync(owner.Id, TemplateTopics.Of(template), ct);
        if (channels.Contains(Topics.Email) && owner.Email is { } email)
            await SendAsync(Notice(owner, "email", email, template, values), ct);
        if ((channels.Contains(Topics.Sms) || (owner.Email is null && channels.Contains(Topics.Email))) && Number(owner) is { } number)
            await SendAsync(Notice(owner, "sms", number, template, values), ct);
        if (channels.Contains(Topics.InApp))
            await PutAsync(owner.Id, template, owner.Locale, values, ct);
    }

    /// <summary>A message to a certain address or number, whatever its owner's preferences are.</summary>
    public async Task EnqueueAsync(NewNotification message, CancellationToken ct)
    {
        await SendAsync(message, ct);
        if (message.UserId is { } owner)
            await PutAsync(owner, message.Template, message.Locale, message.Values, ct);
    }

    private async Task SendAsync(NewNotification message, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var content = JsonSerializer.SerializeToUtf8Bytes(new NotificationContent(message.To, message.Values), NotificationJson.Default.NotificationContent);
        var key = await keys.GetAsync(ct);
        var recipient = new byte[32];
        key.Authenticate("notification-recipient", Encoding.UTF8.GetBytes($"{message.Channel}:{message.To}"), recipient);
        db.Notifications.Add(Notification.Of(
            id, message.UserId, message.Channel, message.Template, message.Locale, key.Protect(content, Purpose, id), recipient, Activity.Current?.Id, now + message.Lifetime, now));
    }

    // What an account's owner is told stays in the app too; codes do not.
    private async Task PutAsync(Guid owner, string template, string locale, IReadOnlyDictionary<string, string> values, CancellationToken ct)
    {
        if (MessageTemplates.Notice(template, locale, values) is var (title, text))
            await inbox.PutAsync(owner, template, title, text, ct);
    }

    private static NewNotification Notice(User owner, string channel, string to, string template, IReadOnlyDictionary<string, string> values) =>
        new(owner.Id, channel, to, template, owner.Locale, values, NoticeLifetime);

    private static Dictionary<string, string> Values(User owner, IReadOnlyDictionary<string, string>? more) =>
        new(more ?? new Dictionary<string, string>()) { ["firstName"] = owner.FirstName };

    private static string? Number(User owner) => owner.PhoneVerifiedAt is null ? null : owner.PhoneNumber;
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
