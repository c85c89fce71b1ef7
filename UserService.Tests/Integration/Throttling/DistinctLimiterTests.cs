using UserService.Core.Authentication.Throttling;

namespace UserService.Tests.Integration.Throttling;

public sealed class DistinctLimiterTests(RedisProcess redis) : IClassFixture<RedisProcess>, IAsyncLifetime
{
    private static readonly RateLimitRule[] Rules = [new("numbers", 3, TimeSpan.FromHours(1)), new("numbers", 5, TimeSpan.FromDays(1))];

    public Task InitializeAsync() => redis.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Twenty_names_at_once_over_two_instances_get_the_limit_and_no_more()
    {
        await using var one = await ThrottlingHost.StartAsync(redis);
        await using var other = await ThrottlingHost.StartAsync(redis);

        var waits = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : other).Distinct.TakeAsync(Rules, "ada", $"+23480{i}", default).AsTask()));

        Assert.Equal(3, waits.Count(wait => wait == TimeSpan.Zero));
        Assert.All(waits.Where(wait => wait > TimeSpan.Zero), wait => Assert.InRange(wait, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1)));
        Assert.DoesNotContain("23480", string.Join(' ', await one.KeysAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_was_counted_costs_nothing_and_callers_are_apart()
    {
        await using var host = await ThrottlingHost.StartAsync(redis);
        foreach (var name in new[] { "a", "b", "c", "a", "b", "c", "a" })
            Assert.Equal(TimeSpan.Zero, await host.Distinct.TakeAsync(Rules, "ada", name, default));

        Assert.True(await host.Distinct.TakeAsync(Rules, "ada", "d", default) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, await host.Distinct.TakeAsync(Rules, "ada", "a", default));
        Assert.Equal(TimeSpan.Zero, await host.Distinct.TakeAsync(Rules, "obi", "d", default));
    }

    [Fact]
    public async Task Counts_in_the_process_while_Redis_is_away_by_hour_and_by_day()
    {
        await using var host = await ThrottlingHost.StartAsync(redis);
        await host.Breaker.RunAsync<bool>(() => throw new StackExchange.Redis.RedisException("away"), () => Task.FromResult(true), default);
        foreach (var name in new[] { "a", "b", "c" })
            Assert.Equal(TimeSpan.Zero, await TakeAsync(name));
        Assert.Equal(TimeSpan.FromHours(1), await TakeAsync("d"));
        Assert.Equal(TimeSpan.Zero, await TakeAsync("a"));

        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, await TakeAsync("d"));
        Assert.Equal(TimeSpan.Zero, await TakeAsync("e"));
        Assert.Equal(TimeSpan.FromHours(23), await TakeAsync("f")); // five in a day
        host.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(TimeSpan.Zero, await TakeAsync("f"));

        async Task<TimeSpan> TakeAsync(string name)
        {
            // Redis is tried again after each pause; it stays away.
            await host.Breaker.RunAsync<bool>(() => throw new StackExchange.Redis.RedisException("away"), () => Task.FromResult(true), default);
            return await host.Distinct.TakeAsync(Rules, "ada", name, default);
        }
    }
}
