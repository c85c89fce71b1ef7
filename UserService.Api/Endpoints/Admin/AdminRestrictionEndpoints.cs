using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Admin;
using UserService.Core.Admin.Requests;
using UserService.Core.Admin.Roles;
using UserService.Core.Errors;
using UserService.Core.Kyc.Restrictions;

namespace UserService.Api.Endpoints.Admin;

/// <summary><c>/v1/admin/users/{id}/restrictions</c>: money that is held back from a customer. One person does that; letting it go takes two.</summary>
internal static class AdminRestrictionEndpoints
{
    public static void MapAdminRestrictions(this IEndpointRouteBuilder app)
    {
        var restrictions = app.MapGroup("/v1/admin/users/{id:guid}/restrictions").WithTags("Administration").RequireAuthorization().RequirePermission(Permissions.ManageRestrictions);
        restrictions.MapGet("", ListAsync).WithName("ListRestrictions").WithSummary("What is or was held back from a customer, by whomever, the newest first");
        restrictions.MapPost("", ImposeAsync).RequireRecentAal2().WithName("RestrictUser").WithSummary("Holds money back from a customer")
            .WithDescription("Payments services know within a second. The customer sees that it is so and is told to call.");
        restrictions.MapPost("/{restrictionId}/lift", LiftAsync).WithName("AskToLiftRestriction").WithSummary("Asks a second person to let money go again that staff have held back");
    }

    private static async Task<Results<Ok<ListResponse<RestrictionView>>, ProblemResult>> ListAsync(Guid id, IStaffRestrictions restrictions, CancellationToken ct) =>
        await restrictions.ListAsync(id, ct) is { } list ? TypedResults.Ok(new ListResponse<RestrictionView>(list)) : Problems.From(CommonErrors.NotFound);

    private static async Task<Results<Created<RestrictionView>, ProblemResult>> ImposeAsync(
        Guid id, RestrictRequest request, IStaffRestrictions restrictions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var kind = errors.OneOf("kind", request.Kind, RestrictionView.KindsOfStaff);
        if (errors.Reason("reason", request.Reason) is not { } reason || !errors.None)
            return Problems.From(errors);
        return await restrictions.ImposeAsync(id, kind!, request.ExpiresAt, reason, caller.Actor with { Type = "staff" }, ct) switch
        {
            RestrictResult.Imposed(var restriction) => TypedResults.Created((string?)null, restriction),
            RestrictResult.Failed(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Results<Accepted<RequestResponse>, ProblemResult>> LiftAsync(
        Guid id, string restrictionId, ReasonRequest request, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Reason("reason", request.Reason) is not { } reason)
            return Problems.From(errors);
        if (!Guid.TryParse(restrictionId, out var restriction))
            return Problems.From(CommonErrors.NotFound);
        var details = new Dictionary<string, string> { ["restrictionId"] = restriction.ToString() };
        return await requests.AskAsync(RequestKinds.LiftRestriction, id, details, reason, await caller.AsStaffAsync(permissions, ct), ct) switch
        {
            RequestResult.Asked(var asked) => TypedResults.Accepted($"/v1/admin/requests/{asked.Id}", asked.ToResponse()),
            RequestResult.Failed(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };
    }
}
