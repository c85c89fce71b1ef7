using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using UserService.Core.Messaging;

namespace UserService.Core.Entitlements;

/// <summary>
/// What the database said of customers, remembered by this host. The database tells of each change itself (triggers on all that is read), so no
/// writer can forget to; while <see cref="InvalidationFeed"/> is not heard from, nothing remembered counts.
/// </summary>
internal sealed class KnownEntitlements : IInvalidationListener
{
    private const int MostCustomers = 50_000; // some 20 MiB
    private const int MostDevices = 8; // of one customer

    // Whatever else should go wrong, it is over after this.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly InvalidationFeed feed;
    private readonly TimeProvider time;
    private readonly CacheLookups lookups;
    private readonly ConcurrentDictionary<Guid, Known[]> customers = new();
    private int changes;

    public KnownEntitlements(InvalidationFeed feed, TimeProvider time, IMeterFactory meters)
    {
        (this.feed, this.time, lookups) = (feed, time, new CacheLookups(meters, "entitlements"));
        feed.Subscribe(this);
    }

    public EntitlementFacts? Find(Guid userId, EntitledDevice device)
    {
        var facts = Recall(userId, device);
        lookups.Count(facts is not null);
        return facts;
    }

    /// <summary>To be called before the database is asked.</summary>
    public Reading Begin() => new(Volatile.Read(ref changes), feed.IsCurrent, time.GetTimestamp());

    /// <summary>Remembers what was read, unless a change came meanwhile, which the reading may have missed.</summary>
    public void Keep(Reading reading, Guid userId, EntitledDevice device, EntitlementFacts facts)
    {
        if (!reading.FeedIsCurrent)
            return;
        if (customers.Count >= MostCustomers)
            customers.Clear();
        var one = new Known(device, facts, reading.Since);
        customers.AddOrUpdate(userId, static (_, one) => [one], static (_, old, one) => [one, .. old.Where(k => k.Device != one.Device).Take(MostDevices - 1)], one);
        if (reading.Changes != Volatile.Read(ref changes))
            customers.TryRemove(userId, out _); // looked at only now, so that a change is either seen here or finds what to remove
    }

    void IInvalidationListener.Invalidated(InvalidatedThing thing, Guid key)
    {
        if (thing is not InvalidatedThing.Entitlements)
            return;
        Interlocked.Increment(ref changes);
        customers.TryRemove(key, out _);
    }

    private EntitlementFacts? Recall(Guid userId, EntitledDevice device)
    {
        if (!feed.IsCurrent || !customers.TryGetValue(userId, out var ofCustomer))
            return null;
        foreach (var known in ofCustomer)
        {
            if (known.Device == device)
                return time.GetElapsedTime(known.Since) < KeptFor ? known.Facts : null;
        }

        return null;
    }

    internal readonly record struct Reading(int Changes, bool FeedIsCurrent, long Since);

    private sealed record Known(EntitledDevice Device, EntitlementFacts Facts, long Since);
}
