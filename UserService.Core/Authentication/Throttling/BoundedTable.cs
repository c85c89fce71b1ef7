using System.Runtime.InteropServices;

namespace UserService.Core.Authentication.Throttling;

/// <summary>A dictionary that cannot grow without end. The caller holds <see cref="Gate"/> around every use.</summary>
internal sealed class BoundedTable<T>(int capacity)
    where T : struct, IBoundedEntry
{
    // Sweeping a quarter at once makes the cost of a sweep vanish in the insertions between two of them.
    private const int SweptPart = 4;

    private readonly Dictionary<string, T> _entries = new(StringComparer.Ordinal);

    public Lock Gate { get; } = new();

    public int Count => _entries.Count;

    public T? Find(string key, long now) => _entries.TryGetValue(key, out var entry) && entry.Expires > now ? entry : null;

    public void Set(string key, T entry, long now)
    {
        if (_entries.Count >= capacity && !_entries.ContainsKey(key))
            Sweep(now);
        CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _) = entry;
    }

    public void Remove(string key) => _entries.Remove(key);

    private void Sweep(long now)
    {
        foreach (var (key, entry) in _entries)
        {
            if (entry.Expires <= now)
                _entries.Remove(key);
        }
        var excess = _entries.Count - (capacity - Math.Max(capacity / SweptPart, 1));
        if (excess <= 0)
            return;
        // The lightest go first: a flood of names that were tried once must not wash out the one that is being attacked.
        foreach (var (key, _) in _entries.OrderBy(pair => pair.Value.Weight).ThenBy(pair => pair.Value.Expires).Take(excess).ToList())
            _entries.Remove(key);
    }
}

/// <summary>What a table must know to make room.</summary>
internal interface IBoundedEntry
{
    /// <summary>When it may go, in milliseconds of the caller's clock.</summary>
    long Expires { get; }

    /// <summary>How much would be lost with it.</summary>
    long Weight { get; }
}
