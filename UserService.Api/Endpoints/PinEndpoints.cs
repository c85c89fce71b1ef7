using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Mfa.TransactionPins;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/auth/pin</c>: the secret that approves payments.</summary>
internal static class PinEndpoints
{
    public static void MapPin(this IEndpointRouteBuilder app)
    {
        var pin = app.MapGroup("/v1/auth/pin").WithTags("Approvals").RequireAuthorization();
        pin.MapPut("", SetAsync).RequireRecentAal2().WithName("SetPin").WithSummary("Sets the transaction PIN, or a new one in place of a forgotten or blocked one");
        pin.MapPost("/change", ChangeAsync).WithName("ChangePin").WithSummary("Replaces a transaction PIN that its owner knows");
    }

    private static async Task<Results<NoContent, ProblemResult>> SetAsync(SetPinRequest request, ITransactionPinService pins, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Text("pin", request.Pin, 6) is not { } pin)
            return Problems.From(errors);
        return Answer(await pins.SetAsync(caller.UserId, pin, caller.Actor, ct));
    }

    private static async Task<Results<NoContent, ProblemResult>> ChangeAsync(
        ChangePinRequest request, ITransactionPinService pins, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var current = errors.Text("currentPin", request.CurrentPin, 6);
        var pin = errors.Text("newPin", request.NewPin, 6);
        return errors.None ? Answer(await pins.ChangeAsync(caller.UserId, current!, pin!, caller.Actor, ct)) : Problems.From(errors);
    }

    private static Results<NoContent, ProblemResult> Answer(Error? error) => error is null ? TypedResults.NoContent() : Problems.From(error);
}
