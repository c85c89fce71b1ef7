namespace UserService.Core.Authentication.Throttling;

/// <summary>One counter of a subject: its key and its rule.</summary>
internal readonly record struct Counter(string Key, ThrottleRule Rule);

/// <summary>Where counters live. Each operation is atomic over all its counters.</summary>
internal interface ICounters
{
    /// <summary>Counts one attempt on each counter if none of them makes it wait; else counts nothing.</summary>
    /// <returns>Zero, or how long to wait.</returns>
    Task<TimeSpan> TakeAsync(IReadOnlyList<Counter> counters);

    /// <summary>Forgets the first and takes one attempt back from the others.</summary>
    Task GiveBackAsync(IReadOnlyList<string> reset, IReadOnlyList<string> giveBack);
}
