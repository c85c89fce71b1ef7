using System.Collections.Concurrent;

namespace UserService.Core.Authentication.Throttling;

/// <summary>
/// A generous limit for a hot path. Each instance hands out small slices of it from memory and asks <see cref="RateLimiter"/> for the next
/// slice only: the first twentieth of a window is free of any round trip, and then one round trip serves a twentieth of the limit.
/// The price: a caller gets at most a twentieth more per instance and window than the rule says.
/// </summary>
public sealed class SlicedRateLimiter(RateLimiter shared, RateLimitRule rule, TimeProvider time)
{
    private const int Slices = 20;

    /// <summary>Callers that are counted in memory in one window; of more than these each request asks Redis.</summary>
    private const int MostCallers = 200_000;

    private readonly int slice = Math.Max(1, rule.Limit / Slices);
    private readonly long window = (long)rule.Window.TotalMilliseconds;
    private Generation current = new(-1);

    public RateLimitRule Rule => rule;

    /// <summary>Counts one request of a caller, mostly without a round trip.</summary>
    public ValueTask<RateLimitOutcome> TakeAsync(string caller, CancellationToken ct)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (index, elapsed) = Math.DivRem(now, window);
        if (Current(index).Find(caller, slice, rule.Limit) is not { } allowance)
            return shared.TakeAsync(rule, caller, ct);
        if (allowance.TryTake() is { } remaining)
            return ValueTask.FromResult(new RateLimitOutcome(rule, true, remaining, TimeSpan.FromMilliseconds(window - elapsed)));
        return allowance.Refusal is { } refusal && now < refusal.Until
            ? ValueTask.FromResult(new RateLimitOutcome(rule, false, 0, TimeSpan.FromMilliseconds(refusal.Until - now)))
            : TakeSliceAsync(allowance, caller, now, ct);
    }

    private async ValueTask<RateLimitOutcome> TakeSliceAsync(Allowance allowance, string caller, long now, CancellationToken ct)
    {
        // The free slice is paid for with the first that is asked for. Near the limit whole slices are not to be had any more, but single requests are.
        var count = allowance.IsFree ? slice * 2 : slice;
        var outcome = await shared.TakeAsync(rule, caller, count, ct);
        if (!outcome.IsAllowed && count > 1)
            (outcome, count) = (await shared.TakeAsync(rule, caller, 1, ct), 1);
        if (outcome.IsAllowed)
            allowance.Add(Math.Max(0, count - 1 - (allowance.IsFree && count > 1 ? slice : 0)), outcome.Remaining);
        else
            allowance.Refuse(now + (long)outcome.Reset.TotalMilliseconds);
        return outcome;
    }

    private Generation Current(long index)
    {
        var seen = Volatile.Read(ref current);
        if (seen.Index == index)
            return seen;
        var fresh = new Generation(index);
        return Interlocked.CompareExchange(ref current, fresh, seen) == seen ? fresh : Volatile.Read(ref current);
    }

    /// <summary>The callers of one window. It goes as a whole, so nothing needs a timer.</summary>
    private sealed class Generation(long index)
    {
        private readonly ConcurrentDictionary<string, Allowance> callers = new(StringComparer.Ordinal);
        private int count;

        public long Index => index;

        public Allowance? Find(string caller, int slice, int limit)
        {
            if (callers.TryGetValue(caller, out var known))
                return known;
            return Interlocked.Increment(ref count) > MostCallers ? null : callers.GetOrAdd(caller, new Allowance(slice, limit));
        }
    }

    private sealed class Allowance(int slice, int limit)
    {
        private int left = slice;
        private int elsewhere = limit - slice;
        private int bought;
        private Refused? refusal;

        /// <summary>Whether nothing has been asked for yet.</summary>
        public bool IsFree => Volatile.Read(ref bought) == 0;

        public Refused? Refusal => Volatile.Read(ref refusal);

        /// <summary>What is left of the limit after this request, or null if this instance must ask for more.</summary>
        public int? TryTake()
        {
            if (Volatile.Read(ref left) <= 0)
                return null;
            var rest = Interlocked.Decrement(ref left);
            return rest < 0 ? null : rest + Volatile.Read(ref elsewhere);
        }

        public void Add(int requests, int remaining)
        {
            Volatile.Write(ref bought, 1);
            Volatile.Write(ref elsewhere, remaining);
            if (requests > 0)
                Interlocked.Add(ref left, requests - Math.Min(0, Volatile.Read(ref left)));
        }

        public void Refuse(long until) => Volatile.Write(ref refusal, new Refused(until));
    }

    private sealed record Refused(long Until);
}
