using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication.Tokens;

/// <summary>
/// Validated tokens in two generations: when the young one is full it becomes the old one, and what is asked for again
/// moves over. Bounded, and no entry needs a timer or a lock.
/// </summary>
internal sealed class RememberedTokens(IOptions<TokenOptions> options)
{
    private readonly int capacity = options.Value.RememberedTokens / 2;
    private ConcurrentDictionary<TokenKey, RememberedToken> young = new();
    private ConcurrentDictionary<TokenKey, RememberedToken> old = new();
    private int count;

    public bool TryGet(TokenKey key, [NotNullWhen(true)] out RememberedToken? token)
    {
        if (young.TryGetValue(key, out token))
            return true;
        if (!old.TryGetValue(key, out token))
            return false;
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
}

/// <summary>A token that need not be checked again but for time and session.</summary>
internal sealed record RememberedToken(ValidatedToken Token, DateTimeOffset GoodUntil, TrackedSession? Session);
