using System.Diagnostics;
using static UserService.Tests.Integration.Throttling.ThrottlingHost;

namespace UserService.Tests.Integration.Throttling;

public sealed class LoginThrottleTests(RedisProcess redis) : IClassFixture<RedisProcess>, IAsyncLifetime
{
    public Task InitializeAsync() => redis.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Five_attempts_are_free_and_each_further_one_waits_twice_as_long()
    {
        await using var host = await StartAsync(redis);
        Assert.Equal(5, await host.CountAllowedAsync(Stranger(), 10));
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 })
        {
            Assert.InRange(await host.TryAsync(Stranger()), TimeSpan.FromSeconds(seconds - 1), TimeSpan.FromSeconds(seconds));
            await host.PassAsync(TimeSpan.FromSeconds(seconds));
            Assert.Equal(TimeSpan.Zero, await host.TryAsync(Stranger()));
        }
    }

    [Fact]
    public async Task A_hundred_failures_leave_one_attempt_a_day()
    {
        await using var host = await StartAsync(redis, ("Account:LongestDelay", "00:00:01"));
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, await host.TryAsync(Stranger(address: $"192.0.2.{i}")));
            await host.PassAsync(TimeSpan.FromSeconds(1));
        }
        Assert.InRange(await host.TryAsync(Stranger()), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Fifty_attempts_at_once_have_no_more_tries_than_one_after_the_other()
    {
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        var waits = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? one : other).TryAsync(Stranger(address: $"192.0.2.{i}"))));
        Assert.Equal(5, waits.Count(wait => wait == TimeSpan.Zero));
    }

    [Fact]
    public async Task Nobody_can_lock_the_owner_out_of_a_known_device()
    {
        await using var host = await StartAsync(redis, ("Address:FreeFailures", "7"));
        await host.CountAllowedAsync(Stranger(), 50);
        for (var i = 0; i < 20; i++)
            await host.TryAsync(Stranger($"customer{i}@example.com"));
        Assert.NotEqual(TimeSpan.Zero, await host.TryAsync(Stranger()));
        Assert.Equal(TimeSpan.Zero, await host.TryAsync(Owner()));
    }

    [Fact]
    public async Task A_known_device_has_a_counter_of_its_own()
    {
        await using var host = await StartAsync(redis);
        Assert.Equal(10, await host.CountAllowedAsync(Owner(), 30));
        Assert.Equal(TimeSpan.Zero, await host.TryAsync(Owner(device: "d2")));
        Assert.Equal(TimeSpan.Zero, await host.TryAsync(Owner("obi@example.com")));
        Assert.Equal(TimeSpan.Zero, await host.TryAsync(Stranger()));
    }

    [Fact]
    public async Task Success_forgets_account_and_device()
    {
        await using var host = await StartAsync(redis);
        await host.CountAllowedAsync(Stranger(), 5);
        await host.Throttle.RecordSuccessAsync(Stranger(), default);
        Assert.Equal(5, await host.CountAllowedAsync(Stranger(), 10));

        await host.CountAllowedAsync(Owner(), 10);
        await host.Throttle.RecordSuccessAsync(Owner(), default);
        Assert.Equal(10, await host.CountAllowedAsync(Owner(), 20));
        await host.Throttle.RecordSuccessAsync(Owner(), default);
        Assert.Equal(5, await host.CountAllowedAsync(Stranger(), 10));
    }

    [Fact]
    public async Task An_account_of_ones_own_does_not_reset_the_address()
    {
        await using var host = await StartAsync(redis, ("Address:FreeFailures", "10"));
        var tried = 0;
        for (var i = 0; i < 30; i++)
        {
            if (await host.TryAsync(Stranger($"victim{i}@example.com")) == TimeSpan.Zero)
                tried++;
            if (await host.TryAsync(Stranger("attacker@example.com")) == TimeSpan.Zero)
                await host.Throttle.RecordSuccessAsync(Stranger("attacker@example.com"), default);
        }
        Assert.Equal(10, tried);
    }

    [Fact]
    public async Task An_attempt_that_was_never_judged_did_not_happen()
    {
        await using var host = await StartAsync(redis);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(TimeSpan.Zero, await host.TryAsync(Stranger()));
            await host.Throttle.ReleaseAsync(Stranger(), default);
        }
        Assert.Empty(await host.KeysAsync());
    }

    [Fact]
    public async Task Purposes_do_not_share_counters()
    {
        await using var host = await StartAsync(redis);
        await host.CountAllowedAsync(Stranger(), 10);
        Assert.Equal(TimeSpan.Zero, await host.TryAsync(Stranger() with { Purpose = "pin" }));
    }

    [Fact]
    public async Task Spelling_an_address_differently_is_no_new_address()
    {
        await using var host = await StartAsync(redis, ("Address:FreeFailures", "4"));
        var allowed = 0;
        foreach (var address in new[] { "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:DB8:1:2:0:0:0:7", "2001:db8:1:2:abcd:ef01:2345:6789", "2001:db8:1:2::5", "2001:db8:1:2::6" })
            allowed += await host.TryAsync(Stranger($"{address}@example.com", address)) == TimeSpan.Zero ? 1 : 0;
        Assert.Equal(4, allowed);
        Assert.Equal(TimeSpan.Zero, await host.TryAsync(Stranger("other", "2001:db8:1:3::1")));

        Assert.Equal(2, await host.CountAllowedAsync(Stranger("m1", "198.51.100.1"), 2));
        Assert.Equal(2, await host.CountAllowedAsync(Stranger("m2", "::ffff:198.51.100.1"), 4));
    }

    [Fact]
    public async Task Redis_learns_no_account_address_or_device_and_forgets_in_time()
    {
        await using var host = await StartAsync(redis);
        await host.TryAsync(Stranger());
        await host.TryAsync(Owner(device: "device-77"));
        var dump = await host.DumpAsync();
        Assert.DoesNotContain("ada", dump, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("192.0.2", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("device-77", dump, StringComparison.Ordinal);
        Assert.Equal(3, (await host.KeysAsync("{throttle}:*")).Count);
    }

    [Fact]
    public async Task Goes_on_without_Redis_by_the_same_rules_and_returns_to_it()
    {
        await using var host = await StartAsync(redis);
        await redis.KillAsync();
        try
        {
            Assert.Equal(5, await host.CountAllowedAsync(Stranger(), 10));
            Assert.InRange(await host.TryAsync(Stranger()), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
            host.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1, await host.CountAllowedAsync(Stranger(), 10));
            Assert.Equal(TimeSpan.Zero, await host.TryAsync(Owner()));
            await host.Throttle.RecordSuccessAsync(Stranger(), default);
            Assert.Equal(5, await host.CountAllowedAsync(Stranger(), 10));
        }
        finally
        {
            await redis.StartAsync();
        }
        await host.ReconnectedAsync();
        host.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.Zero, await host.TryAsync(Stranger("back@example.com")));
        Assert.NotEmpty(await host.KeysAsync("{throttle}:*"));
    }

    [Fact]
    public async Task A_silent_Redis_costs_its_timeout_once()
    {
        await using var host = await StartAsync(redis);
        await host.TryAsync(Stranger());
        await redis.FreezeAsync();
        try
        {
            var first = host.TryAsync(Stranger("x0"));
            host.Time.Advance(TimeSpan.FromMilliseconds(150));
            await first;
            var started = Stopwatch.GetTimestamp();
            for (var i = 1; i <= 100; i++)
                await host.TryAsync(Stranger($"x{i}"));
            // Nobody puts the clock forward any more: one that waited for Redis would wait for its client to give up, after 5 s.
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), "One of a hundred attempts waited for Redis");
        }
        finally
        {
            await redis.ThawAsync();
        }
    }

    [Fact]
    public async Task Only_one_caller_tries_a_Redis_that_was_away()
    {
        await using var host = await StartAsync(redis);
        await host.Breaker.RunAsync(() => Task.FromException<int>(new TimeoutException()), () => Task.FromResult(0), default);
        var asked = 0;
        var release = new TaskCompletionSource<int>();
        Task<int> AskAsync() => host.Breaker.RunAsync(() => { asked++; return release.Task; }, () => Task.FromResult(-1), default).AsTask();

        Assert.Equal(-1, await AskAsync());
        Assert.Equal(0, asked);
        host.Time.Advance(TimeSpan.FromSeconds(2));
        var probe = AskAsync();
        Assert.Equal(-1, await AskAsync());
        Assert.Equal(-1, await AskAsync());
        release.SetResult(7);
        Assert.Equal(7, await probe);
        Assert.Equal(7, await AskAsync());
        Assert.Equal(2, asked);
    }
}
