namespace UserService.Core.Preferences;

/// <summary>What a customer has chosen. No row: everything as it comes.</summary>
internal sealed class UserSettings
{
    private UserSettings()
    {
    }

    public Guid UserId { get; private init; }

    /// <summary>IANA name, such as <c>Africa/Lagos</c>.</summary>
    public string? TimeZone { get; private set; }

    /// <summary><c>system</c>, <c>light</c> or <c>dark</c>.</summary>
    public string? Theme { get; private set; }

    /// <summary>In the customer's time zone. Nothing but security notices is sent from then …</summary>
    public TimeOnly? QuietFrom { get; private set; }

    /// <summary>… until then.</summary>
    public TimeOnly? QuietTo { get; private set; }

    /// <summary>JSON: channels by topic, where they are not as they come.</summary>
    public string Channels { get; private set; } = "{}";

    /// <summary>Counts changes.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public static UserSettings Of(Guid userId) => new() { UserId = userId };

    public void Change(PreferencesChange change, string channels, DateTimeOffset now)
    {
        if (change.TimeZone.IsPresent)
            TimeZone = change.TimeZone.Value;
        if (change.Theme.IsPresent)
            Theme = change.Theme.Value;
        if (change.QuietHours.IsPresent)
            (QuietFrom, QuietTo) = (change.QuietHours.Value?.From, change.QuietHours.Value?.To);
        Channels = channels;
        Revision++;
        UpdatedAt = now;
    }
}
