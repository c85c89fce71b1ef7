using System.Diagnostics.Metrics;

namespace UserService.Core.Messaging;

/// <summary>How often what a host remembers had the answer. Read when somebody asks: counting costs a request an increment, not a pass through the metrics pipeline.</summary>
internal sealed class CacheLookups
{
    private readonly string cache;
    private readonly Meter meter; // ended by its factory
    private long hits;
    private long misses;

    public CacheLookups(IMeterFactory meters, string cache)
    {
        this.cache = cache;
        meter = meters.Create("UserService.Caches");
        meter.CreateObservableCounter("user_service.cache.lookups", Measure, "{lookup}", "Looks into a cache, by result");
    }

    /// <summary>Counts a look and gives back whether it was a hit.</summary>
    public bool Count(bool isHit)
    {
        Interlocked.Increment(ref isHit ? ref hits : ref misses);
        return isHit;
    }

    private IEnumerable<Measurement<long>> Measure() =>
    [
        new(Interlocked.Read(ref hits), new("cache", cache), new("result", "hit")),
        new(Interlocked.Read(ref misses), new("cache", cache), new("result", "miss")),
    ];
}
