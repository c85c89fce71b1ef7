using Microsoft.AspNetCore.Http.HttpResults;

namespace UserService.Sandbox;

/// <summary>For the person who develops: what to break, and what came in.</summary>
internal static class Controls
{
    public static void MapControls(this IEndpointRouteBuilder app)
    {
        app.MapGet("/faults", static (Faults faults) => TypedResults.Ok(Faults.Services.ToDictionary(s => s, s => faults[s])));
        app.MapPut("/faults/{service}", Set);
        app.MapGet("/received/{service}", static (string service, Received received) => TypedResults.Ok(new { ids = received.Of(service), repeated = received.Repeated }));
    }

    private static Results<Ok<Fault>, NotFound> Set(string service, FaultChange change, Faults faults)
    {
        if (!Faults.Services.Contains(service))
            return TypedResults.NotFound();
        faults.Set(service, new Fault(change.Mode, change.Delay ?? TimeSpan.Zero, change.Calls));
        return TypedResults.Ok(faults[service]);
    }
}

/// <param name="Delay">Such as <c>00:00:02</c>.</param>
internal sealed record FaultChange([property: System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<FaultMode>))] FaultMode Mode, TimeSpan? Delay = null, int Calls = 0);
