using StackExchange.Redis;
using UserService.Core.Authentication.Throttling;
using static UserService.Tests.Integration.Throttling.ThrottlingHost;

namespace UserService.Tests.Integration.Throttling;

/// <summary>All that the service does with Redis, on a node of Redis Cluster: a script or command over two slots would be refused with CROSSSLOT.</summary>
public sealed class RedisClusterTests : IAsyncLifetime
{
    private readonly RedisProcess redis = new() { IsCluster = true };

    public Task InitializeAsync() => redis.InitializeAsync();

    public Task DisposeAsync() => redis.DisposeAsync();

    [Fact]
    public async Task A_cluster_refuses_what_touches_two_slots()
    {
        var connection = await redis.ConnectAsync();

        var refused = await Assert.ThrowsAnyAsync<RedisException>(() => connection.GetDatabase().ScriptEvaluateAsync("return 1", ["one", "another"]));

        Assert.Contains("slot", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Throttling_counts_there_and_not_in_the_process()
    {
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);

        Assert.Equal(5, await one.CountAllowedAsync(Stranger(), 10));
        Assert.Equal(0, await other.CountAllowedAsync(Stranger(address: "192.0.2.99"), 1)); // shared: the cluster kept it
        Assert.Equal(TimeSpan.Zero, await one.TryAsync(Owner()));
        await one.Throttle.RecordSuccessAsync(Owner(), default);
        Assert.Equal(5, await other.CountAllowedAsync(Stranger(address: "192.0.2.98"), 10)); // the success began the account's counter anew
    }

    [Fact]
    public async Task Rate_limits_count_there_and_not_in_the_process()
    {
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        var rule = new RateLimitRule("test", 3, TimeSpan.FromHours(1));

        for (var i = 0; i < 3; i++)
            Assert.True((await one.Limiter.TakeAsync(rule, "caller", default)).IsAllowed);

        Assert.False((await other.Limiter.TakeAsync(rule, "caller", default)).IsAllowed);
    }
}
