using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Admin;
using UserService.Core.Errors;
using UserService.Core.Messaging.DeadLetters;

namespace UserService.Api.Endpoints.Admin;

/// <summary><c>/v1/admin/dead-letters</c>: events that nobody could handle or that the broker would not take.</summary>
internal static class AdminDeadLetterEndpoints
{
    public static void MapAdminDeadLetters(this IEndpointRouteBuilder app)
    {
        var letters = app.MapGroup("/v1/admin/dead-letters").WithTags("Administration").RequireAuthorization().RequirePermission(Permissions.ManageDeadLetters);
        letters.MapGet("", ListAsync).WithName("ListDeadLetters").WithSummary("Those that wait for a decision, the newest first, without their content");
        letters.MapPost("/{id:guid}/replay", ReplayAsync).WithName("ReplayDeadLetter").WithSummary("Has it handled or published once more");
        letters.MapPost("/{id:guid}/discard", DiscardAsync).WithName("DiscardDeadLetter").WithSummary("Gives it up for good");
    }

    private static async Task<Results<Ok<PageResponse<DeadLetterView>>, ProblemResult>> ListAsync(string? cursor, int? limit, IDeadLetters letters, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var before = errors.Read("cursor", cursor);
        var count = errors.Limit(limit, standard: 20, max: 100);
        return errors.None ? TypedResults.Ok((await letters.ListAsync(before, count, ct)).ToResponse(Cursors.Of)) : Problems.From(errors);
    }

    private static async Task<Results<NoContent, ProblemResult>> ReplayAsync(Guid id, ReasonRequest request, IDeadLetters letters, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Reason("reason", request.Reason) is not { } reason)
            return Problems.From(errors);
        return await letters.ReplayAsync(id, caller.Actor with { Type = "staff" }, reason, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
    }

    private static async Task<Results<NoContent, ProblemResult>> DiscardAsync(Guid id, ReasonRequest request, IDeadLetters letters, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Reason("reason", request.Reason) is not { } reason)
            return Problems.From(errors);
        return await letters.DiscardAsync(id, caller.Actor with { Type = "staff" }, reason, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
    }
}
