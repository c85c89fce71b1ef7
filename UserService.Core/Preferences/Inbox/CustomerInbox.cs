using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Preferences.Inbox;

/// <inheritdoc cref="IInbox"/>
internal sealed class CustomerInbox(UserDbContext db, UserKeys keys, TimeProvider time) : IInbox
{
    private const string Column = "notices.content";

    public async Task<InboxPage> ListAsync(Guid userId, bool unreadOnly, Guid? before, int limit, CancellationToken ct)
    {
        var mine = db.Notices.AsNoTracking().Where(m => m.UserId == userId);
        var unread = await mine.CountAsync(m => m.ReadAt == null, ct);
        var wanted = unreadOnly ? mine.Where(m => m.ReadAt == null) : mine;
        var page = await wanted.Where(m => before == null || m.Id < before).OrderByDescending(m => m.Id).Take(limit).ToListAsync(ct);
        if (page.Count == 0)
            return new InboxPage([], unread);
        var key = await keys.GetAsync(userId, ct);
        return new InboxPage([.. page.Select(m => Item(m, key))], unread);
    }

    public async Task<bool> MarkReadAsync(Guid userId, Guid id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.Notices.Where(m => m.Id == id && m.UserId == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ReadAt, m => m.ReadAt ?? now), ct) == 1;
    }

    public Task<int> MarkAllReadAsync(Guid userId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return db.Notices.Where(m => m.UserId == userId && m.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(m => m.ReadAt, now), ct);
    }

    /// <summary>Adds a notice to the unit of work.</summary>
    public async Task PutAsync(Guid userId, string template, string title, string text, CancellationToken ct)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(new InboxContent(title, text), InboxJson.Default.InboxContent);
        db.Notices.Add(Notice.Put(userId, template, (await keys.GetAsync(userId, ct)).ProtectBytes(content, Column), time.GetUtcNow()));
    }

    private static InboxItem Item(Notice message, UserKey key)
    {
        var content = JsonSerializer.Deserialize(key.RevealBytes(message.ContentProtected, Column), InboxJson.Default.InboxContent)!;
        return new InboxItem(message.Id, message.Template, content.Title, content.Text, message.CreatedAt, message.ReadAt);
    }
}

/// <summary>What is encrypted of a notice.</summary>
internal sealed record InboxContent(string Title, string Text);

[JsonSerializable(typeof(InboxContent))]
internal sealed partial class InboxJson : JsonSerializerContext;
