using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using UserService.Core.Authentication.Dpop;
using UserService.Core.Authentication.Throttling;

namespace UserService.Tests.Integration.Throttling;

public sealed class DpopReplayTests(RedisProcess redis) : IClassFixture<RedisProcess>
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Twenty_at_once_over_two_instances_are_one()
    {
        var one = await StoreAsync();
        var other = await StoreAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : other).TryRegisterAsync("a", TimeSpan.FromMinutes(1), default).AsTask()));
        Assert.Single(answers, answer => answer);
        Assert.True(await one.TryRegisterAsync("b", TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task Goes_on_without_Redis_and_forgets_in_time()
    {
        var store = await StoreAsync();
        await redis.KillAsync();
        try
        {
            Assert.True(await store.TryRegisterAsync("c", TimeSpan.FromMinutes(1), default));
            Assert.False(await store.TryRegisterAsync("c", TimeSpan.FromMinutes(1), default));
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await store.TryRegisterAsync("c", TimeSpan.FromMinutes(1), default));
        }
        finally
        {
            await redis.StartAsync();
        }
    }

    private async Task<RedisDpopReplayStore> StoreAsync()
    {
        var options = Options.Create(new ThrottlingOptions());
        return new RedisDpopReplayStore(await redis.ConnectAsync(), new RedisBreaker(options, _time, NullLogger<RedisBreaker>.Instance), options, _time);
    }
}
