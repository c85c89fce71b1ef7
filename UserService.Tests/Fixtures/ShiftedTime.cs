namespace UserService.Tests.Fixtures;

/// <summary>
/// The real clock with its hands put forward. Timers and elapsed time stay real, so pollers go on as they do in production, while a code
/// expires when a test says so. It only goes forward: tokens and rows of other tests must not come from the future.
/// </summary>
public sealed class ShiftedTime : TimeProvider
{
    private long offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref offset, by.Ticks);
    }
}
