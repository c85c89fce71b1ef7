using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Admin;
using UserService.Core.Errors;
using UserService.Core.Privacy.Holds;

namespace UserService.Api.Endpoints.Admin;

/// <summary><c>/v1/admin/users/{id}/holds</c>: what keeps a customer's data from being erased.</summary>
internal static class AdminHoldEndpoints
{
    public static void MapAdminHolds(this IEndpointRouteBuilder app)
    {
        var holds = app.MapGroup("/v1/admin/users/{id:guid}/holds").WithTags("Administration").RequireAuthorization().RequirePermission(Permissions.ManageHolds);
        holds.MapGet("", ListAsync).WithName("ListHolds").WithSummary("Legal holds of a customer, the newest first");
        holds.MapPost("", PlaceAsync).RequireRecentAal2().WithName("PlaceHold").WithSummary("Keeps a customer's data from being erased");
        holds.MapPost("/{holdId}/release", ReleaseAsync).RequireRecentAal2().WithName("ReleaseHold").WithSummary("Lifts a legal hold");
    }

    private static async Task<Results<Ok<ListResponse<LegalHoldView>>, ProblemResult>> ListAsync(Guid id, ILegalHoldService holds, CancellationToken ct) =>
        await holds.ListAsync(id, ct) is { } list ? TypedResults.Ok(new ListResponse<LegalHoldView>(list)) : Problems.From(CommonErrors.NotFound);

    private static async Task<Results<Created<LegalHoldView>, ProblemResult>> PlaceAsync(
        Guid id, ReasonRequest request, ILegalHoldService holds, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Reason("reason", request.Reason) is not { } reason)
            return Problems.From(errors);
        return await holds.PlaceAsync(id, reason, caller.Actor with { Type = "staff" }, ct) is { } hold
            ? TypedResults.Created((string?)null, hold)
            : Problems.From(CommonErrors.NotFound);
    }

    private static async Task<Results<NoContent, ProblemResult>> ReleaseAsync(
        Guid id, string holdId, ReasonRequest request, ILegalHoldService holds, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Reason("reason", request.Reason) is not { } reason)
            return Problems.From(errors);
        return Guid.TryParse(holdId, out var hold) && await holds.ReleaseAsync(id, hold, reason, caller.Actor with { Type = "staff" }, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
    }
}
