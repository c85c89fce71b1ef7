using System.Globalization;
using UserService.Core.Preferences;

namespace UserService.Tests.Unit.Preferences;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("22:00", "07:00", "Africa/Lagos", "2026-03-10T21:30Z", "2026-03-11T06:00Z")] // half past ten in the evening
    [InlineData("22:00", "07:00", "Africa/Lagos", "2026-03-11T05:59Z", "2026-03-11T06:00Z")]
    [InlineData("22:00", "07:00", "Africa/Lagos", "2026-03-11T06:00Z", null)]
    [InlineData("22:00", "07:00", "Africa/Lagos", "2026-03-10T20:59Z", null)]
    [InlineData("22:00", "07:00", "Africa/Lagos", "2026-03-10T21:00Z", "2026-03-11T06:00Z")]
    [InlineData("13:00", "14:00", "Africa/Lagos", "2026-03-10T12:15Z", "2026-03-10T13:00Z")]
    [InlineData("13:00", "14:00", "Africa/Lagos", "2026-03-10T13:00Z", null)]
    [InlineData("00:00", "06:00", "America/New_York", "2026-07-01T04:00Z", "2026-07-01T10:00Z")] // summer time
    [InlineData("00:00", "06:00", "America/New_York", "2026-01-01T05:00Z", "2026-01-01T11:00Z")]
    [InlineData("22:00", "02:30", "Europe/Berlin", "2026-03-29T00:30Z", "2026-03-29T01:00Z")] // half past two does not come that night: at three
    [InlineData("22:00", "02:30", "Europe/Berlin", "2026-10-25T00:10Z", "2026-10-25T01:30Z")] // half past two comes twice: the second
    [InlineData("22:00", "07:00", "Asia/Kathmandu", "2026-03-10T17:00Z", "2026-03-11T01:15Z")] // 5 h 45 min ahead
    public void End_at_the_customers_own_hour(string from, string to, string zone, string now, string? end)
    {
        var hours = new QuietHours(TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture));

        var found = hours.EndOf(At(now), TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(end is null ? null : At(end), found);
        Assert.Equal(TimeSpan.Zero, found?.Offset ?? TimeSpan.Zero);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
