using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication.Tokens;

/// <summary>
/// Validated tokens in two generations: when the young one is full it becomes the old one, and what is asked for again
/// moves over. Bounded, and no entry needs a timer or a lock.
/// </summary>
internal sealed class RememberedTokens
{
    private readonly int capacity;
    private readonly Meter meter; // ended by its factory
    private ConcurrentDictionary<TokenKey, RememberedToken> young = new();
    private ConcurrentDictionary<TokenKey, RememberedToken> old = new();
    private int count;
    private long hits;
    private long misses;

    public RememberedTokens(IOptions<TokenOptions> options, IMeterFactory meters)
    {
        capacity = options.Value.RememberedTokens / 2;

        // Read when somebody asks: counting costs a request an increment, not a pass through the metrics pipeline.
        meter = meters.Create("UserService.Tokens");
        meter.CreateObservableCounter("user_service.cache.lookups", Lookups, "{lookup}", "Looks into a cache, by result");
    }

    public bool TryGet(TokenKey key, [NotNullWhen(true)] out RememberedToken? token)
    {
        if (young.TryGetValue(key, out token))
        {
            Interlocked.Increment(ref hits);
            return true;
        }

        if (!old.TryGetValue(key, out token))
        {
            Interlocked.Increment(ref misses);
            return false;
        }

        Interlocked.Increment(ref hits);
        Add(key, token);
        return true;
    }

    public void Replace(TokenKey key, RememberedToken token) => young[key] = token;

    public void Add(TokenKey key, RememberedToken token)
    {
        if (capacity == 0 || !young.TryAdd(key, token))
            return;
        if (Interlocked.Increment(ref count) < capacity)
            return;
        Interlocked.Exchange(ref count, 0);
        old = Interlocked.Exchange(ref young, new ConcurrentDictionary<TokenKey, RememberedToken>());
    }

    private IEnumerable<Measurement<long>> Lookups() =>
    [
        new(Interlocked.Read(ref hits), new("cache", "tokens"), new("result", "hit")),
        new(Interlocked.Read(ref misses), new("cache", "tokens"), new("result", "miss")),
    ];
}

/// <summary>A token that need not be checked again but for time and session.</summary>
internal sealed record RememberedToken(ValidatedToken Token, DateTimeOffset GoodUntil, TrackedSession? Session);
