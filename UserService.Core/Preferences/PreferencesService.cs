using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Preferences.Consents;

namespace UserService.Core.Preferences;

/// <inheritdoc cref="IPreferences"/>
internal sealed class PreferencesService(UserDbContext db, IUserRepository users, ConsentLedger ledger, TimeProvider time) : IPreferences
{
    public async Task<PreferencesView?> GetAsync(Guid userId, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased } user)
            return null;
        return await ViewAsync(user, await db.UserSettings.AsNoTracking().SingleOrDefaultAsync(s => s.UserId == userId, ct), ct);
    }

    public async Task<PreferencesResult> UpdateAsync(Guid userId, ExpectedRevision expected, PreferencesChange change, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased } user)
            return new PreferencesResult.Failed(CommonErrors.NotFound);
        var settings = await db.UserSettings.SingleOrDefaultAsync(s => s.UserId == userId, ct);
        if (!expected.Allows(Revision(user, settings)))
            return new PreferencesResult.Failed(CommonErrors.PreconditionFailed);
        if (settings is null)
            db.UserSettings.Add(settings = UserSettings.Of(userId));
        var now = time.GetUtcNow();
        settings.Change(change, Merge(settings.Channels, change.Channels), now);
        if (change.Locale is not null && change.Locale != user.Locale)
        {
            user.TryChangeProfile(new ProfileChange { Locale = change.Locale });
            user.CountProfileChange(now);
            db.Raise(new UserProfileUpdated(userId, ["locale"], user.ProfileRevision), now);
        }

        if (change.Marketing is { IsPresent: true, Value: { } marketing })
            await ledger.StageAsync(user, ConsentPurposes.Marketing, marketing, actor, ct);
        else if (change.Marketing.IsPresent)
            await ledger.StageDefaultAsync(user, ConsentPurposes.Marketing, actor, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.PreferencesChanged, userId, actor, reason: null, now));
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, userId));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new PreferencesResult.Failed(CommonErrors.PreconditionFailed); // lost a race between reading and writing
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new PreferencesResult.Failed(CommonErrors.PreconditionFailed); // of two first changes at once
        }

        return new PreferencesResult.Updated(await ViewAsync(user, settings, ct));
    }

    // The locale is the profile's: a change of either makes both tags old, and the sum of two counters that only grow is one too.
    private static int Revision(User user, UserSettings? settings) => user.ProfileRevision + (settings?.Revision ?? 0);

    private async Task<PreferencesView> ViewAsync(User user, UserSettings? settings, CancellationToken ct)
    {
        var chosen = Read(settings?.Channels ?? "{}");
        var channels = Topics.Chosen.ToDictionary(t => t, t => chosen.GetValueOrDefault(t, Topics.Defaults[t]));
        var quiet = settings is { QuietFrom: { } from, QuietTo: { } to } ? new QuietHours(from, to) : null;
        return new PreferencesView(
            user.Locale, settings?.TimeZone ?? CountryDefaults.TimeZone(user.Country), settings?.Theme ?? "system",
            await ledger.IsGrantedAsync(user, ConsentPurposes.Marketing, ct), channels, quiet, Revision(user, settings));
    }

    // As RFC 7396 has it: null takes away what was chosen.
    private static string Merge(string stored, Optional<IReadOnlyDictionary<string, IReadOnlyList<string>?>?> changed)
    {
        if (!changed.IsPresent)
            return stored;
        if (changed.Value is null)
            return "{}";
        var channels = Read(stored);
        foreach (var (topic, chosen) in changed.Value)
        {
            if (chosen is null)
                channels.Remove(topic);
            else
                channels[topic] = chosen;
        }

        return JsonSerializer.Serialize(channels, PreferencesJson.Default.DictionaryStringIReadOnlyListString);
    }

    internal static Dictionary<string, IReadOnlyList<string>> Read(string stored) => JsonSerializer.Deserialize(stored, PreferencesJson.Default.DictionaryStringIReadOnlyListString)!;
}

[JsonSerializable(typeof(Dictionary<string, IReadOnlyList<string>>))]
internal sealed partial class PreferencesJson : JsonSerializerContext;
