using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Accounts.Freezing;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/settings/freeze</c>: the customer's own emergency brake.</summary>
internal static class FreezeEndpoints
{
    public static void MapFreeze(this IEndpointRouteBuilder app)
    {
        var freeze = app.MapGroup("/v1/settings/freeze").WithTags("Settings").RequireAuthorization();
        freeze.MapPost("", FreezeAsync).WithName("Freeze").WithSummary("Freezes the account at once and signs out every other device");
        freeze.MapDelete("", UnfreezeAsync).RequireRecentAal2().WithName("Unfreeze").WithSummary("Makes a frozen account usable again");
        app.MapPost("/v1/auth/not-me", NotMeAsync).WithTags("Settings").WithName("NotMe")
            .WithSummary("Freezes the account from the link of a new-device notice, and signs out every device");
    }

    private static async Task<Results<NoContent, ProblemResult>> FreezeAsync(IFreezeService accounts, Caller caller, CancellationToken ct) =>
        Answer(await accounts.FreezeAsync(caller.UserId, caller.SessionId, caller.Actor, ct));

    private static async Task<Results<NoContent, ProblemResult>> UnfreezeAsync(IFreezeService accounts, Caller caller, CancellationToken ct) =>
        Answer(await accounts.UnfreezeAsync(caller.UserId, caller.Actor, ct));

    private static async Task<Results<NoContent, ProblemResult>> NotMeAsync(LinkRequest request, IFreezeService accounts, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Text("token", request.Token, 100) is { } token
            ? Answer(await accounts.FreezeByLinkAsync(token, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static Results<NoContent, ProblemResult> Answer(Error? error) => error is null ? TypedResults.NoContent() : Problems.From(error);
}
