namespace UserService.Core.Preferences;

/// <summary>A span of the day in the customer's time zone; it may pass midnight.</summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15); // the offsets of all zones since 1972 are multiples of it

    /// <summary>When they end, in UTC; null where it is not quiet now.</summary>
    public DateTimeOffset? EndOf(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        if (!TimeOnly.FromDateTime(local).IsBetween(From, To))
            return null;
        var end = local.Date + To.ToTimeSpan();
        if (end <= local)
            end = end.AddDays(1);
        while (zone.IsInvalidTime(end))
            end += Step; // clocks are put forward over it

        // Where clocks are put back the hour comes twice: the second time is meant, since after the first it is quiet once more.
        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
    }
}
