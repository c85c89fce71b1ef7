using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Throttling;

/// <summary>
/// The same counters in this process, for the time Redis is away. Every instance then counts for itself, so an attacker who reaches all of
/// them has that many budgets; that is the price of customers being able to sign in.
/// </summary>
internal sealed class LocalCounters(IOptions<ThrottlingOptions> options, TimeProvider time) : ICounters
{
    private readonly BoundedTable<Entry> _table = new(options.Value.LocalCounters);

    public Task<TimeSpan> TakeAsync(IReadOnlyList<Counter> counters)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_table.Gate)
        {
            var wait = 0L;
            foreach (var counter in counters)
            {
                if (_table.Find(counter.Key, now) is { } entry)
                    wait = Math.Max(wait, entry.Last + (long)counter.Rule.DelayAfter(entry.Failures).TotalMilliseconds - now);
            }
            if (wait > 0)
                return Task.FromResult(TimeSpan.FromMilliseconds(wait));
            foreach (var counter in counters)
            {
                var failures = (_table.Find(counter.Key, now)?.Failures ?? 0) + 1;
                _table.Set(counter.Key, new Entry(failures, now, now + (long)counter.Rule.ForgetAfter.TotalMilliseconds), now);
            }
            return Task.FromResult(TimeSpan.Zero);
        }
    }

    public Task GiveBackAsync(IReadOnlyList<string> reset, IReadOnlyList<string> giveBack)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_table.Gate)
        {
            foreach (var key in reset)
                _table.Remove(key);
            foreach (var key in giveBack)
            {
                if (_table.Find(key, now) is { Failures: > 1 } entry)
                    _table.Set(key, entry with { Failures = entry.Failures - 1 }, now);
                else
                    _table.Remove(key);
            }
        }
        return Task.CompletedTask;
    }

    private readonly record struct Entry(long Failures, long Last, long Expires) : IBoundedEntry
    {
        public long Weight => Failures;
    }
}
