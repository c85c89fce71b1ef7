using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using UserService.Core.Messaging;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication.Tokens;

/// <summary>
/// Validated tokens in two generations: when the young one is full it becomes the old one, and what is asked for again
/// moves over. Bounded, and no entry needs a timer or a lock.
/// </summary>
internal sealed class RememberedTokens
{
    private readonly int capacity;
    private readonly CacheLookups lookups;
    private ConcurrentDictionary<TokenKey, RememberedToken> young = new();
    private ConcurrentDictionary<TokenKey, RememberedToken> old = new();
    private int count;

    public RememberedTokens(IOptions<TokenOptions> options, IMeterFactory meters)
    {
        capacity = options.Value.RememberedTokens / 2;
        lookups = new CacheLookups(meters, "tokens");
    }

    public bool TryGet(TokenKey key, [NotNullWhen(true)] out RememberedToken? token)
    {
        if (young.TryGetValue(key, out token))
            return lookups.Count(isHit: true);
        if (!old.TryGetValue(key, out token))
            return lookups.Count(isHit: false);
        Add(key, token);
        return lookups.Count(isHit: true);
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
}

/// <summary>A token that need not be checked again but for time, session and whether its key is still published.</summary>
internal sealed record RememberedToken(ValidatedToken Token, string KeyId, DateTimeOffset GoodUntil, TrackedSession? Session);
