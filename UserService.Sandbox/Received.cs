using System.Collections.Concurrent;

namespace UserService.Sandbox;

/// <summary>What the services have taken, each id once, in the order of arrival: the other side's ledger.</summary>
public sealed class Received
{
    private readonly ConcurrentDictionary<string, byte> known = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Service, string Id)> order = new();
    private long repeated;

    /// <summary>Calls or entries whose id was known.</summary>
    public long Repeated => Interlocked.Read(ref repeated);

    /// <summary>False where it was known.</summary>
    public bool Add(string service, string id)
    {
        if (!known.TryAdd($"{service}:{id}", 0))
        {
            Interlocked.Increment(ref repeated);
            return false;
        }

        order.Enqueue((service, id));
        return true;
    }

    /// <summary>Ids of one service.</summary>
    public IReadOnlyList<string> Of(string service) => [.. order.Where(o => o.Service == service).Select(o => o.Id)];
}
