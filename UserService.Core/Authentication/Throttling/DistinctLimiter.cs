using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace UserService.Core.Authentication.Throttling;

/// <summary>
/// Bounds how many DIFFERENT things a caller may name within a time, such as numbers to send codes to; one that was named already costs nothing.
/// Shared by all instances: a sorted set per caller, one script, by Redis's clock. While Redis is away each instance counts for itself.
/// </summary>
public sealed class DistinctLimiter
{
    // A limit is reached while the limit-th newest name is within the window: the wait is until it leaves it.
    private const string Script = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local longest = 0
        for i = 2, #ARGV, 2 do longest = math.max(longest, tonumber(ARGV[i])) end
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - longest))
        if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
        local wait = 0
        for i = 2, #ARGV, 2 do
          local limit = tonumber(ARGV[i + 1])
          local nth = redis.call('ZREVRANGE', KEYS[1], limit - 1, limit - 1, 'WITHSCORES')
          if nth[2] then wait = math.max(wait, tonumber(nth[2]) + tonumber(ARGV[i]) - now) end
        end
        if wait > 0 then return math.ceil(wait) end
        redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
        redis.call('PEXPIRE', KEYS[1], longest)
        return 0
        """;

    private readonly IConnectionMultiplexer _redis;
    private readonly RedisBreaker _breaker;
    private readonly SubjectKeys _keys;
    private readonly TimeProvider _time;
    private readonly BoundedTable<Entry> _local;

    internal DistinctLimiter(IConnectionMultiplexer redis, RedisBreaker breaker, SubjectKeys keys, IOptions<ThrottlingOptions> options, TimeProvider time)
    {
        _redis = redis;
        _breaker = breaker;
        _keys = keys;
        _time = time;
        _local = new BoundedTable<Entry>(options.Value.LocalCounters);
    }

    /// <summary>Notes that a caller names a thing, unless that would be one too many.</summary>
    /// <param name="rules">All of them must hold; they share the name of the first.</param>
    /// <param name="caller">User id, client id or network address; only its keyed hash is stored.</param>
    /// <param name="thing">What is named, in its normal form; only its keyed hash is stored.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Zero, or how long to wait; then nothing was noted.</returns>
    public ValueTask<TimeSpan> TakeAsync(IReadOnlyList<RateLimitRule> rules, string caller, string thing, CancellationToken ct)
    {
        var key = $"distinct:{_keys.Hash('c', rules[0].Name, caller)}";
        var member = _keys.Hash('t', rules[0].Name, thing);
        return _breaker.RunAsync(() => TakeSharedAsync(rules, key, member), () => Task.FromResult(TakeLocal(rules, key, member)), ct);
    }

    private async Task<TimeSpan> TakeSharedAsync(IReadOnlyList<RateLimitRule> rules, string key, string member)
    {
        RedisValue[] values = [member, .. rules.SelectMany(static rule => new RedisValue[] { (long)rule.Window.TotalMilliseconds, rule.Limit })];
        return TimeSpan.FromMilliseconds((long)await _redis.GetDatabase().ScriptEvaluateAsync(Script, [key], values));
    }

    private TimeSpan TakeLocal(IReadOnlyList<RateLimitRule> rules, string key, string member)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var longest = (long)rules.Max(static rule => rule.Window.TotalMilliseconds);
        lock (_local.Gate)
        {
            var named = (_local.Find(key, now)?.Named ?? []).RemoveAll(n => n.At <= now - longest); // the oldest first
            if (named.Any(n => n.Member == member))
                return TimeSpan.Zero;
            var wait = rules.Max(rule => named.Length < rule.Limit ? 0 : named[named.Length - rule.Limit].At + (long)rule.Window.TotalMilliseconds - now);
            if (wait > 0)
                return TimeSpan.FromMilliseconds(wait);
            _local.Set(key, new Entry(named.Add(new Name(member, now)), now + longest), now);
            return TimeSpan.Zero;
        }
    }

    private readonly record struct Name(string Member, long At);

    private readonly record struct Entry(ImmutableArray<Name> Named, long Expires) : IBoundedEntry
    {
        public long Weight => Named.Length;
    }
}
