using System.Collections.ObjectModel;

namespace UserService.Core.Errors;

/// <summary>What is wrong with which member of a request. Paths are camelCase as on the wire (<c>address.city</c>).</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> errors = [];

    /// <summary>How many members something was found wrong with.</summary>
    public int Count => errors.Count;

    /// <summary>Whether nothing was found wrong.</summary>
    public bool None => errors.Count == 0;

    /// <summary>Notes a fault; <paramref name="message"/> is a sentence without the value it speaks of.</summary>
    public void Add(string path, string message)
    {
        if (!errors.TryGetValue(path, out var list))
            errors[path] = list = [];
        list.Add(message);
    }

    /// <summary>The faults in the shape of RFC 9457's <c>errors</c> extension.</summary>
    public ReadOnlyDictionary<string, string[]> ToDictionary() =>
        errors.ToDictionary(e => e.Key, e => e.Value.ToArray()).AsReadOnly();
}
