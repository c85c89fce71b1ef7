using StackExchange.Redis;

namespace UserService.Core.Authentication.Throttling;

/// <summary>
/// Counters in Redis, shared by all instances, by Redis's own clock. Each is a hash of n (consecutive failures) and l (time of the last, ms); the wait
/// follows from both, so taking an attempt back needs no memory of what was before.
/// All keys carry one hash tag, so that one script may touch an account, an address and a device at once in Redis Cluster too. That puts them
/// on one shard, which is no limit: one core ran 22,000 of these scripts a second (redis-benchmark) and hashed 66 passwords.
/// </summary>
internal sealed class RedisCounters(IConnectionMultiplexer redis) : ICounters
{
    private const string Prefix = "{throttle}:";
    private const int ValuesPerRule = 6;

    private const string Take = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local function delay(n, i)
          local free, first, longest = tonumber(ARGV[i]), tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
          local exhausted, exhaustedDelay = tonumber(ARGV[i + 3]), tonumber(ARGV[i + 4])
          if n < free then return 0 end
          if exhausted > 0 and n >= exhausted then return exhaustedDelay end
          return math.min(first * 2 ^ math.min(n - free, 40), longest)
        end
        local wait = 0
        for k, key in ipairs(KEYS) do
          local state = redis.call('HMGET', key, 'n', 'l')
          if state[1] then
            wait = math.max(wait, state[2] + delay(tonumber(state[1]), (k - 1) * 6 + 1) - now)
          end
        end
        if wait > 0 then return math.ceil(wait) end
        for k, key in ipairs(KEYS) do
          redis.call('HINCRBY', key, 'n', 1)
          redis.call('HSET', key, 'l', string.format('%.0f', now))
          redis.call('PEXPIRE', key, ARGV[(k - 1) * 6 + 6])
        end
        return 0
        """;

    private const string GiveBack = """
        for k, key in ipairs(KEYS) do
          if k <= tonumber(ARGV[1]) then
            redis.call('DEL', key)
          elseif redis.call('EXISTS', key) == 1 and redis.call('HINCRBY', key, 'n', -1) <= 0 then
            redis.call('DEL', key)
          end
        end
        """;

    public async Task<TimeSpan> TakeAsync(IReadOnlyList<Counter> counters)
    {
        var keys = new RedisKey[counters.Count];
        var values = new RedisValue[counters.Count * ValuesPerRule];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Prefix + counters[i].Key;
            Write(counters[i].Rule, values.AsSpan(i * ValuesPerRule, ValuesPerRule));
        }
        return TimeSpan.FromMilliseconds((long)await redis.GetDatabase().ScriptEvaluateAsync(Take, keys, values));
    }

    public Task GiveBackAsync(IReadOnlyList<string> reset, IReadOnlyList<string> giveBack) =>
        redis.GetDatabase().ScriptEvaluateAsync(GiveBack, [.. reset.Concat(giveBack).Select(key => (RedisKey)(Prefix + key))], [reset.Count]);

    private static void Write(ThrottleRule rule, Span<RedisValue> values)
    {
        values[0] = rule.FreeFailures;
        values[1] = (long)rule.FirstDelay.TotalMilliseconds;
        values[2] = (long)rule.LongestDelay.TotalMilliseconds;
        values[3] = rule.ExhaustedAfter;
        values[4] = (long)rule.ExhaustedDelay.TotalMilliseconds;
        values[5] = (long)rule.ForgetAfter.TotalMilliseconds;
    }
}
