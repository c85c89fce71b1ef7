using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;

namespace UserService.Core.Notifications;

/// <summary>Sent messages, readable for the person who develops. Hosts offer it in Development only.</summary>
public interface IDevelopmentMessages
{
    /// <summary>The newest 50 messages to an address or number, newest first.</summary>
    Task<IReadOnlyList<DevelopmentMessageView>> ListAsync(string to, CancellationToken ct);
}

/// <summary>A sent message.</summary>
/// <param name="Code">The one-time code in it, if it has one.</param>
public sealed record DevelopmentMessageView(Guid Id, string Channel, string To, string Template, string Subject, string Body, string? Code, DateTimeOffset SentAt);

/// <inheritdoc cref="IDevelopmentMessages"/>
internal sealed class DevelopmentMessages(UserDbContext db) : IDevelopmentMessages
{
    public async Task<IReadOnlyList<DevelopmentMessageView>> ListAsync(string to, CancellationToken ct) =>
        await db.DevelopmentMessages.AsNoTracking()
            .Where(m => m.To == to)
            .OrderByDescending(m => m.SentAt).ThenByDescending(m => m.Id).Take(50)
            .Select(m => new DevelopmentMessageView(m.Id, m.Channel, m.To, m.Template, m.Subject, m.Body, m.Code, m.SentAt))
            .ToListAsync(ct);
}
