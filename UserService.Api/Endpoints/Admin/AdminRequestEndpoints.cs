using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Accounts;
using UserService.Core.Admin;
using UserService.Core.Admin.Requests;
using UserService.Core.Admin.Roles;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints.Admin;

/// <summary>What one member of staff asks for and another decides on.</summary>
internal static class AdminRequestEndpoints
{
    private static readonly string[] States = ["pending", "approved", "refused", "expired"];
    private static readonly Dictionary<string, string> NoDetails = [];

    public static void MapAdminRequests(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/v1/admin/users/{id:guid}").WithTags("Administration").RequireAuthorization();
        users.MapPost("/reinstate", ReinstateAsync).RequirePermission(Permissions.ReinstateUsers).WithName("AskToReinstate")
            .WithSummary("Asks a second person to make a suspended account usable again");
        users.MapPost("/reset-factors", ResetFactorsAsync).RequirePermission(Permissions.ResetFactors).WithName("AskToResetFactors")
            .WithSummary("Asks a second person to remove all second factors of an account");
        users.MapPost("/names", ChangeNamesAsync).RequirePermission(Permissions.ChangeNames).WithName("AskToChangeNames")
            .WithSummary("Asks a second person to give an account other names, locked or not");
        users.MapPost("/roles", GrantRoleAsync).RequirePermission(Permissions.ManageRoles).WithName("AskToGrantRole")
            .WithSummary("Asks a second person to give a role");

        var requests = app.MapGroup("/v1/admin/requests").WithTags("Administration").RequireAuthorization();
        requests.MapGet("", ListAsync).RequirePermission(Permissions.ViewRequests).WithName("ListRequests")
            .WithSummary("Requests of the kinds that the caller may decide on, the newest first");
        requests.MapGet("/{id:guid}", GetAsync).RequirePermission(Permissions.ViewRequests).WithName("GetRequest").WithSummary("A request with its details");
        requests.MapPost("/{id:guid}/approve", ApproveAsync).RequirePermission(Permissions.DecideRequests).RequireRecentAal2().WithName("ApproveRequest")
            .WithSummary("Does what a colleague asked for");
        requests.MapPost("/{id:guid}/refuse", RefuseAsync).RequirePermission(Permissions.DecideRequests).WithName("RefuseRequest")
            .WithSummary("Refuses what a colleague asked for");
    }

    private static Task<Results<Accepted<RequestResponse>, ProblemResult>> ReinstateAsync(
        Guid id, ReasonRequest request, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct) =>
        AskAsync(RequestKinds.Reinstate, id, request.Reason, requests, permissions, caller, ct);

    private static Task<Results<Accepted<RequestResponse>, ProblemResult>> ResetFactorsAsync(
        Guid id, ReasonRequest request, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct) =>
        AskAsync(RequestKinds.ResetFactors, id, request.Reason, requests, permissions, caller, ct);

    private static async Task<Results<Accepted<RequestResponse>, ProblemResult>> ChangeNamesAsync(
        Guid id, ChangeNamesRequest request, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var first = errors.Parse<PersonName>("firstName", request.FirstName, PersonName.TryCreate, PersonName.Fault);
        var last = errors.Parse<PersonName>("lastName", request.LastName, PersonName.TryCreate, PersonName.Fault);
        if (errors.Reason("reason", request.Reason) is not { } reason || !errors.None)
            return Problems.From(errors);
        var details = new Dictionary<string, string> { ["firstName"] = first!.Value, ["lastName"] = last!.Value };
        return Answer(await requests.AskAsync(RequestKinds.ChangeNames, id, details, reason, await caller.AsStaffAsync(permissions, ct), ct));
    }

    private static async Task<Results<Accepted<RequestResponse>, ProblemResult>> GrantRoleAsync(
        Guid id, RoleRequest request, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var role = errors.Text("roleName", request.RoleName, 40);
        if (errors.Reason("reason", request.Reason) is not { } reason || !errors.None)
            return Problems.From(errors);
        var details = new Dictionary<string, string> { ["role"] = role! };
        return Answer(await requests.AskAsync(RequestKinds.GrantRole, id, details, reason, await caller.AsStaffAsync(permissions, ct), ct));
    }

    private static async Task<Results<Ok<PageResponse<RequestResponse>>, ProblemResult>> ListAsync(
        string? state, string? cursor, int? limit, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (state is not null)
            errors.OneOf("state", state, States);
        var before = errors.Read("cursor", cursor);
        var count = errors.Limit(limit, standard: 20, max: 100);
        if (!errors.None)
            return Problems.From(errors);
        var page = await requests.ListAsync(state, before, count, await caller.AsStaffAsync(permissions, ct), ct);
        return TypedResults.Ok(new PageResponse<RequestResponse>([.. page.Select(r => r.ToResponse())], Cursors.After(page, count, r => r.Id)));
    }

    private static async Task<Results<Ok<RequestResponse>, ProblemResult>> GetAsync(
        Guid id, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct) =>
        await requests.GetAsync(id, await caller.AsStaffAsync(permissions, ct), ct) is { } request
            ? TypedResults.Ok(request.ToResponse())
            : Problems.From(CommonErrors.NotFound);

    private static async Task<Results<NoContent, ProblemResult>> ApproveAsync(
        Guid id, ApproveRequest request, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var comment = request.Comment is null ? null : errors.Reason("comment", request.Comment);
        return errors.None
            ? Answer(await requests.ApproveAsync(id, comment, await caller.AsStaffAsync(permissions, ct), ct))
            : Problems.From(errors);
    }

    private static async Task<Results<NoContent, ProblemResult>> RefuseAsync(
        Guid id, ReasonRequest request, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Reason("reason", request.Reason) is { } reason
            ? Answer(await requests.RefuseAsync(id, reason, await caller.AsStaffAsync(permissions, ct), ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Accepted<RequestResponse>, ProblemResult>> AskAsync(
        string kind, Guid subject, string? text, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Reason("reason", text) is { } reason
            ? Answer(await requests.AskAsync(kind, subject, NoDetails, reason, await caller.AsStaffAsync(permissions, ct), ct))
            : Problems.From(errors);
    }

    private static Results<Accepted<RequestResponse>, ProblemResult> Answer(RequestResult result) => result switch
    {
        RequestResult.Asked(var request) => TypedResults.Accepted($"/v1/admin/requests/{request.Id}", request.ToResponse()),
        RequestResult.Failed(var error) => Problems.From(error),
        _ => throw new UnreachableException(),
    };

    private static Results<NoContent, ProblemResult> Answer(Error? error) => error is null ? TypedResults.NoContent() : Problems.From(error);
}
