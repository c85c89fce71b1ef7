using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Resilience;

/// <summary>Somebody else's service, behind a proxy that can make it hang: it gets what it is asked, and its answers never come.</summary>
/// <param name="Received">How many requests have reached it so far.</param>
internal sealed record Partner(string Name, TcpFaultProxy Proxy, Func<int> Received)
{
    /// <summary>What a customer does that has it asked; null where the load of every round does.</summary>
    public Func<Asking, WorldCustomer, Task<JsonElement?>>? Ask { get; init; }

    /// <summary>Whether the customer's own request waits for it; elsewhere the Worker does.</summary>
    public bool CustomerWaits { get; init; }

    /// <summary>Who is asked before this one, which is asked only where that one fails; null where this one is the first.</summary>
    public string? Behind { get; init; }
}
