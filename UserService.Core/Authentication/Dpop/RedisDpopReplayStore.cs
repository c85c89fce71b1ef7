using Microsoft.Extensions.Options;
using StackExchange.Redis;
using UserService.Core.Authentication.Throttling;

namespace UserService.Core.Authentication.Dpop;

/// <summary>
/// Proofs seen by any instance, in Redis; by this one, while Redis is away. A proof that was used on one instance could then be used once
/// more on each other within its minute, by somebody who holds the token and saw the proof on the wire.
/// </summary>
internal sealed class RedisDpopReplayStore(IConnectionMultiplexer redis, RedisBreaker breaker, IOptions<ThrottlingOptions> options, TimeProvider time) : IDpopReplayStore
{
    private readonly BoundedTable<Seen> _local = new(options.Value.LocalCounters);

    public ValueTask<bool> TryRegisterAsync(string key, TimeSpan lifetime, CancellationToken ct) =>
        breaker.RunAsync(
            () => redis.GetDatabase().StringSetAsync($"dpop:{key}", RedisValue.EmptyString, lifetime, When.NotExists),
            () => Task.FromResult(TryRegisterLocally(key, lifetime)),
            ct);

    private bool TryRegisterLocally(string key, TimeSpan lifetime)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_local.Gate)
        {
            if (_local.Find(key, now) is not null)
                return false;
            _local.Set(key, new Seen(now + (long)lifetime.TotalMilliseconds), now);
            return true;
        }
    }

    private readonly record struct Seen(long Expires) : IBoundedEntry
    {
        public long Weight => 0; // the oldest go first
    }
}
