using UserService.Core.Authentication.Throttling;

namespace UserService.Tests.Integration.Throttling;

public sealed class RateLimiterTests(RedisProcess redis) : IClassFixture<RedisProcess>, IAsyncLifetime
{
    // Redis's clock cannot be moved: a window so long that no test reaches its end, and the local counters for what needs the clock.
    private static readonly RateLimitRule Rule = new("login", 10, TimeSpan.FromDays(3650));

    public Task InitializeAsync() => redis.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Fifty_requests_at_once_over_two_instances_get_the_limit_and_no_more()
    {
        await using var one = await ThrottlingHost.StartAsync(redis);
        await using var other = await ThrottlingHost.StartAsync(redis);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? one : other).Limiter.TakeAsync(Rule, "ada", default).AsTask()));
        Assert.Equal(10, outcomes.Count(outcome => outcome.IsAllowed));
        Assert.Equal(Enumerable.Range(0, 10), outcomes.Where(outcome => outcome.IsAllowed).Select(outcome => outcome.Remaining).Order());
        Assert.All(outcomes.Where(outcome => !outcome.IsAllowed), outcome => Assert.True(outcome.Reset > TimeSpan.Zero));
        Assert.DoesNotContain("ada", await one.DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_and_rules_are_apart()
    {
        await using var host = await ThrottlingHost.StartAsync(redis);
        for (var i = 0; i < 11; i++)
            await host.Limiter.TakeAsync(Rule, "ada", default);
        Assert.False((await host.Limiter.TakeAsync(Rule, "ada", default)).IsAllowed);
        Assert.True((await host.Limiter.TakeAsync(Rule, "obi", default)).IsAllowed);
        Assert.True((await host.Limiter.TakeAsync(Rule with { Name = "profile" }, "ada", default)).IsAllowed);
    }

    [Fact]
    public async Task Counts_in_the_process_while_Redis_is_away_and_slides()
    {
        await using var host = await ThrottlingHost.StartAsync(redis);
        var rule = new RateLimitRule("login", 10, TimeSpan.FromMinutes(1));
        await redis.KillAsync();
        try
        {
            // noon sharp is the beginning of a window
            host.Time.Advance(TimeSpan.FromSeconds(59));
            Assert.Equal(10, await CountAllowedAsync(host, rule, 20));
            var refused = await host.Limiter.TakeAsync(rule, "ada", default);
            // At 12:01 all ten still count; a tenth of that window later nine of them do, and there is room for one.
            Assert.Equal((0, 7L), (refused.Remaining, refused.RetryAfterSeconds));
            host.Time.Advance(TimeSpan.FromSeconds(6.9));
            Assert.Equal(0, await CountAllowedAsync(host, rule, 5));
            host.Time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.Equal(1, await CountAllowedAsync(host, rule, 5));
            host.Time.Advance(TimeSpan.FromSeconds(24));
            Assert.Equal(4, await CountAllowedAsync(host, rule, 20));
            host.Time.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(10, await CountAllowedAsync(host, rule, 20));
        }
        finally
        {
            await redis.StartAsync();
        }
    }

    private static async Task<int> CountAllowedAsync(ThrottlingHost host, RateLimitRule rule, int requests)
    {
        var allowed = 0;
        for (var i = 0; i < requests; i++)
            allowed += (await host.Limiter.TakeAsync(rule, "ada", default)).IsAllowed ? 1 : 0;
        return allowed;
    }
}
