namespace UserService.Core.Authentication.Throttling;

/// <summary>How one counter turns consecutive failures into a wait: nothing at first, then doubling, then the longest.</summary>
public sealed class ThrottleRule
{
    /// <summary>Failures without any wait after them, less one: the wait begins after this many.</summary>
    public int FreeFailures { get; set; }

    /// <summary>The first wait; each further failure doubles it.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of the doubling.</summary>
    public TimeSpan LongestDelay { get; set; }

    /// <summary>Consecutive failures from which <see cref="ExhaustedDelay"/> holds. 0: never.</summary>
    public int ExhaustedAfter { get; set; }

    /// <summary>The wait after <see cref="ExhaustedAfter"/> failures.</summary>
    public TimeSpan ExhaustedDelay { get; set; }

    /// <summary>A counter without attempts for this long is forgotten.</summary>
    public TimeSpan ForgetAfter { get; set; }

    /// <summary>The wait after so many consecutive failures.</summary>
    public TimeSpan DelayAfter(long failures)
    {
        if (failures < FreeFailures)
            return TimeSpan.Zero;
        if (ExhaustedAfter > 0 && failures >= ExhaustedAfter)
            return ExhaustedDelay;
        // 2^40 seconds are longer than any longest delay; more would overflow.
        var doubled = FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures - FreeFailures, 40));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, LongestDelay.TotalMilliseconds));
    }

    internal bool IsValid =>
        FreeFailures >= 1 && FirstDelay > TimeSpan.Zero && LongestDelay >= FirstDelay && ExhaustedAfter >= 0
        && ForgetAfter > LongestDelay && (ExhaustedAfter == 0 || (ExhaustedAfter > FreeFailures && ForgetAfter > ExhaustedDelay && ExhaustedDelay >= LongestDelay));
}
