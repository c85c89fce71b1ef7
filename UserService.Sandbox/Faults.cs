using System.Collections.Concurrent;

namespace UserService.Sandbox;

/// <summary>How a service misbehaves.</summary>
public enum FaultMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Answers after <see cref="Fault.Delay"/>.</summary>
    Slow,

    /// <summary>Never answers.</summary>
    Hanging,

    /// <summary>UNAVAILABLE.</summary>
    Failing,

    /// <summary>Says no: INVALID_ARGUMENT, or a denied verification.</summary>
    Rejecting,

    /// <summary>Takes the question; the answer comes as an event after <see cref="Fault.Delay"/>.</summary>
    Late,
}

/// <summary>A way to misbehave.</summary>
/// <param name="Delay">For slow and late ones.</param>
/// <param name="Calls">It ends after so many calls; 0 for never.</param>
public sealed record Fault(FaultMode Mode, TimeSpan Delay = default, int Calls = 0);

/// <summary>What is wrong with which service now: <c>kyc</c>, <c>notification</c> or <c>audit</c>.</summary>
public sealed class Faults
{
    /// <summary>Names of the services.</summary>
    public static readonly IReadOnlyList<string> Services = ["kyc", "notification", "audit"];

    private static readonly Fault None = new(FaultMode.None);
    private readonly ConcurrentDictionary<string, Fault> faults = new();
    private readonly Lock counting = new();

    /// <summary>What is wrong with it, without counting a call.</summary>
    public Fault this[string service] => faults.GetValueOrDefault(service, None);

    /// <summary>From the next call on.</summary>
    public void Set(string service, Fault fault) => faults[service] = fault;

    /// <summary>What this call meets.</summary>
    public Fault Meet(string service)
    {
        lock (counting)
        {
            var fault = this[service];
            if (fault.Calls > 0)
                faults[service] = fault.Calls == 1 ? None : fault with { Calls = fault.Calls - 1 };
            return fault;
        }
    }
}
