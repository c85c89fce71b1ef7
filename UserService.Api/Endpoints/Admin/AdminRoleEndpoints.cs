using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Admin;
using UserService.Core.Admin.Roles;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints.Admin;

/// <summary><c>/v1/admin/roles</c>: who may do what. Granting is a request: see <see cref="AdminRequestEndpoints"/>.</summary>
internal static class AdminRoleEndpoints
{
    public static void MapAdminRoles(this IEndpointRouteBuilder app)
    {
        var admin = app.MapGroup("/v1/admin").WithTags("Administration").RequireAuthorization();
        admin.MapGet("/roles", ListAsync).RequirePermission(Permissions.ManageRoles).WithName("ListRoles").WithSummary("Roles, what they allow and who has them");
        admin.MapPost("/users/{id:guid}/roles/revoke", RevokeAsync).RequirePermission(Permissions.ManageRoles).RequireRecentAal2().WithName("RevokeRole")
            .WithSummary("Takes a role away at once and ends the sessions that carry it");
    }

    private static async Task<Ok<ListResponse<RoleResponse>>> ListAsync(IRoleService roles, CancellationToken ct) =>
        TypedResults.Ok(new ListResponse<RoleResponse>([.. (await roles.ListAsync(ct)).Select(r => r.ToResponse())]));

    private static async Task<Results<NoContent, ProblemResult>> RevokeAsync(
        Guid id, RoleRequest request, IRoleService roles, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var role = errors.Text("roleName", request.RoleName, 40);
        if (errors.Reason("reason", request.Reason) is not { } reason || !errors.None)
            return Problems.From(errors);
        var staff = await caller.AsStaffAsync(permissions, ct);
        return await roles.RevokeAsync(id, role!, reason, staff.Actor, ct) is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}
