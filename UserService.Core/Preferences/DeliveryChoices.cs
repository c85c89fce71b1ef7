using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;

namespace UserService.Core.Preferences;

/// <summary>What a customer's preferences mean for a message that is to be sent.</summary>
internal sealed class DeliveryChoices(UserDbContext db)
{
    /// <summary>The channels that the customer wants to hear of a topic on; see <see cref="Topics"/>.</summary>
    public async Task<IReadOnlyList<string>> ChannelsAsync(Guid userId, string topic, CancellationToken ct)
    {
        var stored = await db.UserSettings.AsNoTracking().Where(s => s.UserId == userId).Select(s => s.Channels).SingleOrDefaultAsync(ct);
        return PreferencesService.Read(stored ?? "{}").GetValueOrDefault(topic, Topics.Defaults[topic]);
    }

    /// <summary>When the customer's quiet hours end; null where it is not quiet now.</summary>
    public async Task<DateTimeOffset?> QuietUntilAsync(Guid userId, DateTimeOffset now, CancellationToken ct)
    {
        var chosen = await db.UserSettings.AsNoTracking().Where(s => s.UserId == userId && s.QuietFrom != null && s.QuietTo != null)
            .Join(db.Users, s => s.UserId, u => u.Id, (s, u) => new { s.QuietFrom, s.QuietTo, s.TimeZone, u.Country }).SingleOrDefaultAsync(ct);
        return chosen is { QuietFrom: { } from, QuietTo: { } to } ? new QuietHours(from, to).EndOf(now, ZoneOf(chosen.TimeZone ?? CountryDefaults.TimeZone(chosen.Country))) : null;
    }

    // A zone that was there when it was chosen may be gone from the machine's database.
    private static TimeZoneInfo ZoneOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
