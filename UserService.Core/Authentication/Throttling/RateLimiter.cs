using System.Net;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace UserService.Core.Authentication.Throttling;

/// <summary>
/// General rate limits, shared by all instances: a sliding window per rule and caller, one script on one key (so Redis Cluster spreads
/// them), by Redis's clock. While Redis is away each instance counts for itself.
/// </summary>
public sealed class RateLimiter
{
    private const string Script = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local limit, window, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local index = math.floor(now / window)
        local elapsed = now - index * window
        local state = redis.call('HMGET', KEYS[1], 'i', 'c', 'p')
        local current, previous = 0, 0
        if state[1] then
          local age = index - tonumber(state[1])
          if age == 0 then current, previous = tonumber(state[2]), tonumber(state[3])
          elseif age == 1 then previous = tonumber(state[2]) end
        end
        local allowed = 0
        if current + previous * (1 - elapsed / window) + count <= limit then
          allowed = 1
          current = current + count
          redis.call('HSET', KEYS[1], 'i', string.format('%.0f', index), 'c', current, 'p', previous)
          redis.call('PEXPIRE', KEYS[1], window * 2)
        end
        return {allowed, previous, current, elapsed}
        """;

    private readonly IConnectionMultiplexer _redis;
    private readonly RedisBreaker _breaker;
    private readonly SubjectKeys _keys;
    private readonly TimeProvider _time;
    private readonly BoundedTable<Entry> _local;

    internal RateLimiter(IConnectionMultiplexer redis, RedisBreaker breaker, SubjectKeys keys, IOptions<ThrottlingOptions> options, TimeProvider time)
    {
        _redis = redis;
        _breaker = breaker;
        _keys = keys;
        _time = time;
        _local = new BoundedTable<Entry>(options.Value.LocalCounters);
    }

    /// <summary>Counts one request of a caller, unless it is over the limit.</summary>
    /// <param name="rule">The limit.</param>
    /// <param name="caller">User id, client id or network address; only its keyed hash is stored.</param>
    /// <param name="ct">Stops waiting.</param>
    public ValueTask<RateLimitOutcome> TakeAsync(RateLimitRule rule, string caller, CancellationToken ct) => TakeAsync(rule, caller, 1, ct);

    /// <summary>How a caller without a name is counted: by its IPv4 address or its /64 of IPv6.</summary>
    public static string CallerOf(IPAddress? address) => SubjectKeys.Network(address);

    /// <summary>Counts several requests at once, or none.</summary>
    internal ValueTask<RateLimitOutcome> TakeAsync(RateLimitRule rule, string caller, int count, CancellationToken ct)
    {
        var key = $"rate:{_keys.Hash('r', rule.Name, caller)}";
        return _breaker.RunAsync(() => TakeSharedAsync(rule, key, count), () => Task.FromResult(TakeLocal(rule, key, count)), ct);
    }

    private async Task<RateLimitOutcome> TakeSharedAsync(RateLimitRule rule, string key, int count)
    {
        var window = (long)rule.Window.TotalMilliseconds;
        var counts = (long[])(await _redis.GetDatabase().ScriptEvaluateAsync(Script, [key], [rule.Limit, window, count]))!;
        return new SlidingWindow(counts[1], counts[2], counts[3], window).Describe(rule, counts[0] == 1);
    }

    private RateLimitOutcome TakeLocal(RateLimitRule rule, string key, int count)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var window = (long)rule.Window.TotalMilliseconds;
        var (index, elapsed) = Math.DivRem(now, window);
        lock (_local.Gate)
        {
            var entry = _local.Find(key, now) ?? default;
            var counts = (index - entry.Index) switch
            {
                0 => new SlidingWindow(entry.Previous, entry.Current, elapsed, window),
                1 => new SlidingWindow(entry.Current, 0, elapsed, window),
                _ => new SlidingWindow(0, 0, elapsed, window),
            };
            if (!counts.HasRoom(rule.Limit, count))
                return counts.Describe(rule, false);
            counts = counts with { Current = counts.Current + count };
            _local.Set(key, new Entry(index, counts.Previous, counts.Current, now + (2 * window)), now);
            return counts.Describe(rule, true);
        }
    }

    private readonly record struct Entry(long Index, long Previous, long Current, long Expires) : IBoundedEntry
    {
        public long Weight => Current;
    }
}
