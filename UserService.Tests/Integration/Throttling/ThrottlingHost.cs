using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using UserService.Core.Authentication.Throttling;

namespace UserService.Tests.Integration.Throttling;

/// <summary>One instance of a host that uses the throttling feature.</summary>
internal sealed class ThrottlingHost : IAsyncDisposable
{
    private readonly IConnectionMultiplexer _redis;
    private readonly ServiceProvider _services;

    private ThrottlingHost(IConnectionMultiplexer redis, (string Key, string Value)[] settings)
    {
        _redis = redis;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Throttling:{setting.Key}", setting.Value)))
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration).AddLogging().AddSingleton<TimeProvider>(Time).AddSingleton(redis).AddThrottling()
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public LoginThrottle Throttle => _services.GetRequiredService<LoginThrottle>();

    public RateLimiter Limiter => _services.GetRequiredService<RateLimiter>();

    public DistinctLimiter Distinct => _services.GetRequiredService<DistinctLimiter>();

    public RedisBreaker Breaker => _services.GetRequiredService<RedisBreaker>();

    public static async Task<ThrottlingHost> StartAsync(RedisProcess redis, params (string Key, string Value)[] settings) => new(await redis.ConnectAsync(), settings);

    public static ThrottleSubject Stranger(string account = "ada@example.com", string address = "192.0.2.7") => new("login", account, IPAddress.Parse(address), null);

    public static ThrottleSubject Owner(string account = "ada@example.com", string address = "192.0.2.7", string device = "d1") =>
        new("login", account, IPAddress.Parse(address), device);

    public async Task<TimeSpan> TryAsync(ThrottleSubject subject) =>
        await Throttle.TryAcquireAsync(subject, default) is ThrottleDecision.Delayed delayed ? delayed.RetryAfter : TimeSpan.Zero;

    public async Task<int> CountAllowedAsync(ThrottleSubject subject, int attempts)
    {
        var allowed = 0;
        for (var i = 0; i < attempts; i++)
        {
            if (await TryAsync(subject) == TimeSpan.Zero)
                allowed++;
        }
        return allowed;
    }

    /// <summary>Redis has a clock of its own: what lies in the past is moved further into it, for all counters.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        var database = _redis.GetDatabase();
        foreach (var key in await KeysAsync("{throttle}:*"))
            await database.HashIncrementAsync(key, "l", -(long)time.TotalMilliseconds);
    }

    public async Task<List<string>> KeysAsync(string pattern = "*")
    {
        var keys = new List<string>();
        await foreach (var key in _redis.GetServers()[0].KeysAsync(pattern: pattern))
            keys.Add(key.ToString());
        return keys;
    }

    public async Task<string> DumpAsync()
    {
        var database = _redis.GetDatabase();
        var parts = new List<string>();
        foreach (var key in await KeysAsync())
            parts.Add($"{key} {string.Join(' ', await database.HashGetAllAsync(key))}");
        return string.Join('\n', parts);
    }

    /// <summary>Waits until Redis answers this host again after it was away.</summary>
    public async Task ReconnectedAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            deadline.Token.ThrowIfCancellationRequested();
            try
            {
                await _redis.GetDatabase().PingAsync();
                return;
            }
            catch (RedisException)
            {
                await Task.Yield();
            }
            catch (TimeoutException)
            {
                await Task.Yield();
            }
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
