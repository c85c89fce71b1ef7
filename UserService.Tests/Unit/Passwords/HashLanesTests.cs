using Microsoft.Extensions.Time.Testing;
using UserService.Core.Authentication.Passwords;

namespace UserService.Tests.Unit.Passwords;

public sealed class HashLanesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ManualResetEventSlim _gate = new();
    private HashLanes? _lanes;

    [Fact]
    public async Task Runs_no_more_at_once_than_there_are_lanes()
    {
        var lanes = Lanes(2, 100);
        using var running = new CountdownEvent(2);
        var most = 0;
        var now = 0;
        var work = Enumerable.Range(0, 10).Select(_ => lanes.RunAsync(() =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            if (!running.IsSet)
                running.Signal();
            _gate.Wait();
            return Interlocked.Decrement(ref now);
        }, default).AsTask()).ToList();
        running.Wait(); // both lanes are taken
        Assert.Equal(8, lanes.Waiting);
        _gate.Set();
        Assert.All(await Task.WhenAll(work), outcome => Assert.True(outcome.Accepted));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Serves_first_who_came_first()
    {
        var lanes = Lanes(1, 100);
        var order = new List<int>();
        var tasks = new List<Task> { Block() };
        for (var i = 0; i < 10; i++)
        {
            var number = i;
            tasks.Add(lanes.RunAsync(() => { order.Add(number); return number; }, default).AsTask());
        }
        _gate.Set();
        await Task.WhenAll(tasks);
        Assert.Equal(Enumerable.Range(0, 10), order);
    }

    [Fact]
    public async Task Refuses_at_once_beyond_the_queue()
    {
        var lanes = Lanes(1, 2);
        var accepted = new[] { Block(), Quick(), Quick() };
        var refused = await Quick();
        Assert.False(refused.Accepted);
        _gate.Set();
        Assert.All(await Task.WhenAll(accepted), outcome => Assert.True(outcome.Accepted));
    }

    [Fact]
    public async Task Tells_beforehand_whether_it_would_refuse()
    {
        var lanes = Lanes(1, 1);
        var blocking = Block();
        Assert.False(lanes.IsFull(out _));
        var waiting = Quick();
        Assert.True(lanes.IsFull(out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(1), retryAfter);
        _gate.Set();
        Assert.True((await blocking).Accepted && (await waiting).Accepted);
        Assert.False(lanes.IsFull(out _));
    }

    [Fact]
    public async Task Yields_to_threads_that_have_little_to_do()
    {
        var stat = await Lanes(1, 1).RunAsync(() => File.ReadAllText("/proc/thread-self/stat"), default);
        // The 19th field of proc(5); the second is a name in brackets, which may hold blanks.
        Assert.Equal("10", stat.Value![(stat.Value!.LastIndexOf(')') + 2)..].Split(' ')[16]);
    }

    [Fact]
    public async Task A_cancelled_caller_gives_its_place_to_the_next()
    {
        var lanes = Lanes(1, 1);
        var blocking = Block();
        using var cancellation = new CancellationTokenSource();
        var ran = false;
        var waiting = lanes.RunAsync(() => ran = true, cancellation.Token).AsTask();
        Assert.Equal(1, lanes.Waiting);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, lanes.Waiting);

        var next = Quick();
        _gate.Set();
        await blocking;
        Assert.True((await next).Accepted);
        Assert.False(ran);
    }

    [Fact]
    public async Task Refuses_whom_it_could_not_serve_in_time_by_the_time_hashes_took_lately()
    {
        var lanes = Lanes(1, 100);
        await Take(TimeSpan.FromMilliseconds(600)); // now a hash is known to take 600 ms, and 2 s hold three of them
        var blocking = Block();
        var second = Quick();
        var third = Quick();
        var fourth = await Quick();
        Assert.False(fourth.Accepted);
        Assert.Equal(TimeSpan.FromSeconds(1), fourth.RetryAfter);
        _gate.Set();
        Assert.True((await blocking).Accepted && (await second).Accepted && (await third).Accepted);
    }

    [Fact]
    public async Task Lets_a_caller_go_that_waited_too_long_because_the_estimate_was_wrong()
    {
        var lanes = Lanes(1, 100);
        var blocking = Block();
        var waiting = Quick();
        _time.Advance(TimeSpan.FromSeconds(3));
        _gate.Set();
        Assert.True((await blocking).Accepted);
        Assert.False((await waiting).Accepted);
    }

    [Fact]
    public async Task Accepts_again_after_a_slow_spell()
    {
        var lanes = Lanes(1, 100);
        await Take(TimeSpan.FromSeconds(30));
        Assert.True(SpinWait.SpinUntil(() => !lanes.IsFull(out _), TimeSpan.FromSeconds(10))); // the lane is free a moment after its caller is told
        Assert.True((await Quick()).Accepted);
    }

    [Fact]
    public async Task An_exception_reaches_its_caller_and_the_lane_goes_on()
    {
        var lanes = Lanes(1, 10);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await lanes.RunAsync<int>(() => throw new InvalidOperationException(), default));
        Assert.True((await Quick()).Accepted);
    }

    [Fact]
    public async Task Stopping_cancels_who_waits()
    {
        var lanes = Lanes(1, 10);
        var blocking = Block();
        var waiting = Quick();
        lanes.Dispose();
        _gate.Set();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True((await blocking).Accepted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Quick());
    }

    public void Dispose()
    {
        _gate.Set();
        _lanes?.Dispose();
        _gate.Dispose();
    }

    private Task<LaneOutcome<int>> Quick() => _lanes!.RunAsync(() => 1, default).AsTask();

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }

    private HashLanes Lanes(int lanes, int places) => _lanes = new HashLanes(lanes, places, TimeSpan.FromSeconds(2), _time);

    /// <summary>Takes the lane until the gate opens; returns once it runs.</summary>
    private Task<LaneOutcome<int>> Block()
    {
        using var running = new ManualResetEventSlim();
        var blocking = _lanes!.RunAsync(() => { running.Set(); _gate.Wait(); return 0; }, default).AsTask();
        running.Wait();
        return blocking;
    }

    private async Task Take(TimeSpan duration)
    {
        await _lanes!.RunAsync(() => { _time.Advance(duration); return 0; }, default);
        // The duration is counted just after the caller is told; the next hash on the same lane runs after that.
        await Quick();
    }
}
