namespace UserService.Core.Authentication.Throttling;

/// <summary>
/// The sliding window as two counts: of the window on the clock and of the one before it, which counts for the part that still overlaps. The
/// script in <see cref="RateLimiter"/> keeps the counts; this turns them into an answer.
/// </summary>
internal readonly record struct SlidingWindow(long Previous, long Current, long ElapsedMilliseconds, long WindowMilliseconds)
{
    /// <summary>Requests that count now.</summary>
    public double Used => Current + (Previous * (1 - Elapsed));

    private double Elapsed => (double)ElapsedMilliseconds / WindowMilliseconds;

    public bool HasRoom(int limit, int count) => Used + count <= limit;

    /// <summary>The answer, with the counts as they are AFTER the request where it was allowed.</summary>
    public RateLimitOutcome Describe(RateLimitRule rule, bool isAllowed)
    {
        if (isAllowed)
            return new RateLimitOutcome(rule, true, (int)Math.Max(0, Math.Floor(rule.Limit - Used)), TimeSpan.FromMilliseconds(WindowMilliseconds - ElapsedMilliseconds));
        return new RateLimitOutcome(rule, false, 0, TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(UntilRoom(rule.Limit)))));
    }

    private double UntilRoom(int limit)
    {
        var room = limit - 1;
        // In this window, once enough of the one before has slid out; else in the next, where this one slides out.
        if (Current <= room && Previous > 0)
            return ((1 - ((room - Current) / (double)Previous)) * WindowMilliseconds) - ElapsedMilliseconds;
        var part = Math.Max(0, 1 - (room / (double)Math.Max(Current, 1)));
        return WindowMilliseconds - ElapsedMilliseconds + (part * WindowMilliseconds);
    }
}
