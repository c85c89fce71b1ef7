using System.Globalization;
using Banking.Users.V1;
using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Preferences;
using QuietHours = UserService.Core.Preferences.QuietHours;

namespace UserService.Grpc.Services;

/// <summary>Preferences as messages, and what may be in a message that changes them.</summary>
internal static class PreferenceMessages
{
    private static readonly Dictionary<string, MessageTopic> TopicsByName = new()
    {
        [Topics.Account] = MessageTopic.Account,
        [Topics.Payments] = MessageTopic.Payments,
        [Topics.Offers] = MessageTopic.Offers,
    };

    private static readonly Dictionary<string, MessageChannel> ChannelsByName = new()
    {
        [Topics.Email] = MessageChannel.Email,
        [Topics.Sms] = MessageChannel.Sms,
        [Topics.InApp] = MessageChannel.InApp,
    };

    private static readonly Dictionary<MessageTopic, string> TopicNames = TopicsByName.ToDictionary(t => t.Value, t => t.Key);
    private static readonly Dictionary<MessageChannel, string> ChannelNames = ChannelsByName.ToDictionary(c => c.Value, c => c.Key);

    public static Preferences ToMessage(this PreferencesView view)
    {
        var message = new Preferences { Locale = view.Locale, TimeZone = view.TimeZone, Theme = view.Theme, Marketing = view.Marketing, Revision = view.Revision };
        foreach (var topic in Topics.Chosen)
            message.Topics.Add(new TopicChannels { Topic = TopicsByName[topic], Channels = { view.Channels[topic].Select(c => ChannelsByName[c]) } });
        if (view.QuietHours is { } quiet)
            message.QuietHours = new Banking.Users.V1.QuietHours { From = Text(quiet.From), To = Text(quiet.To) };
        return message;
    }

    /// <summary>Null where something is wrong with the request, which is noted then.</summary>
    public static PreferencesChange? ToChange(this UpdatePreferencesRequest request, FieldErrors errors)
    {
        var (wanted, change) = (request.Preferences ?? new Preferences(), new PreferencesChange());
        foreach (var path in (request.UpdateMask?.Paths ?? []).Distinct(StringComparer.Ordinal))
        {
            change = path switch
            {
                "locale" => change with { Locale = Read(wanted.Locale, path, PreferenceRules.TryLocale, "must be a language tag such as en-NG", errors) },
                "time_zone" => change with { TimeZone = Optional<string?>.Of(Read(wanted.TimeZone, path, PreferenceRules.TryTimeZone, "must be the IANA name of a time zone", errors)) },
                "theme" => change with { Theme = Optional<string?>.Of(Read(wanted.Theme, path, TryTheme, $"must be one of {string.Join(", ", PreferenceRules.Themes)}", errors)) },
                "topics" => change with { Channels = Optional<IReadOnlyDictionary<string, IReadOnlyList<string>?>?>.Of(ReadTopics(wanted, errors)) },
                "quiet_hours" => change with { QuietHours = Optional<QuietHours?>.Of(ReadHours(wanted.QuietHours, errors)) },
                _ => Refuse(change, errors),
            };
        }

        if (request.UpdateMask is not { Paths.Count: > 0 })
            errors.Add("update_mask", "must name what changes");
        return errors.None ? change : null;
    }

    private delegate bool TryRead(string? raw, out string? value);

    private static string? Read(string text, string field, TryRead read, string fault, FieldErrors errors)
    {
        if (read(text, out var value))
            return value;
        errors.Add($"preferences.{field}", fault);
        return null;
    }

    private static bool TryTheme(string? raw, out string? theme) => (theme = PreferenceRules.Themes.FirstOrDefault(t => t == raw)) is not null;

    private static Dictionary<string, IReadOnlyList<string>?> ReadTopics(Preferences wanted, FieldErrors errors)
    {
        var channels = new Dictionary<string, IReadOnlyList<string>?>();
        for (var i = 0; i < wanted.Topics.Count; i++)
        {
            var (entry, path) = (wanted.Topics[i], string.Create(CultureInfo.InvariantCulture, $"preferences.topics[{i}]"));
            var chosen = entry.Channels.Select(c => ChannelNames.GetValueOrDefault(c, "")).ToList();
            if (!TopicNames.TryGetValue(entry.Topic, out var topic) || !channels.TryAdd(topic, chosen))
                errors.Add($"{path}.topic", "must be a topic that can be chosen, once");
            if (!PreferenceRules.AreChannels(chosen))
                errors.Add($"{path}.channels", "must be channels, each at most once");
        }

        return channels;
    }

    private static QuietHours? ReadHours(Banking.Users.V1.QuietHours? hours, FieldErrors errors)
    {
        if (hours is null)
            return null;
        var (from, to) = (ReadHour(hours.From, "from", errors), ReadHour(hours.To, "to", errors));
        if (from is not null && from == to)
            errors.Add("preferences.quiet_hours.to", "must not be the same as from");
        return from is { } start && to is { } end ? new QuietHours(start, end) : null;
    }

    private static TimeOnly? ReadHour(string text, string field, FieldErrors errors)
    {
        if (PreferenceRules.TryHour(text, out var hour))
            return hour;
        errors.Add($"preferences.quiet_hours.{field}", "must be hours and minutes such as 22:00");
        return null;
    }

    private static PreferencesChange Refuse(PreferencesChange change, FieldErrors errors)
    {
        errors.Add("update_mask", "may name locale, time_zone, theme, topics and quiet_hours");
        return change;
    }

    private static string Text(TimeOnly hour) => hour.ToString("HH:mm", CultureInfo.InvariantCulture);
}
