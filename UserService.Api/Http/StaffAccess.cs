using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using UserService.Core.Admin;
using UserService.Core.Admin.Roles;
using UserService.Core.Authentication.Tokens;

namespace UserService.Api.Http;

/// <summary>Lets staff in by what their roles allow, and only after a second factor. It is decided before the body is read.</summary>
internal static class StaffAccess
{
    /// <summary>Why a request was refused whose caller has the permission but showed no second factor.</summary>
    public const string NoSecondFactor = "second factor";

    public static void AddStaffAccess(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, StaffRefusal>();
    }

    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission)))
            .WithMetadata(new NeededPermission(permission));

    /// <summary>The caller as staff; only on endpoints that require a permission.</summary>
    public static async ValueTask<StaffMember> AsStaffAsync(this Caller caller, IStaffPermissions permissions, CancellationToken ct) =>
        new(caller.UserId, await permissions.OfAsync(caller.Token!.Subject.Roles, ct), caller.Actor with { Type = "staff" });
}

/// <summary>Tells the OpenAPI document of <see cref="StaffAccess.RequirePermission"/>.</summary>
internal sealed record NeededPermission(string Permission);

internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

/// <summary>Asks what the roles of the access token allow now.</summary>
internal sealed class PermissionHandler(IStaffPermissions permissions) : AuthorizationHandler<PermissionRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (context.Resource is not HttpContext http || http.Features.Get<ValidatedToken>() is not { Subject: { UserId: not null } subject })
            return;
        if (!(await permissions.OfAsync(subject.Roles, http.RequestAborted)).Contains(requirement.Permission))
            return;
        if (subject.Acr is "aal2" or "aal3")
            context.Succeed(requirement);
        else
            context.Fail(new AuthorizationFailureReason(this, StaffAccess.NoSecondFactor));
    }
}

/// <summary>Tells who may come in with a second factor that it is this that is missing (RFC 9470).</summary>
internal sealed class StaffRefusal : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler standard = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult is { Forbidden: true, AuthorizationFailure: { } failure } && failure.FailureReasons.Any(r => r.Message == StaffAccess.NoSecondFactor)
            ? StepUp.RefuseAsync(context)
            : standard.HandleAsync(next, context, policy, authorizeResult);
}
