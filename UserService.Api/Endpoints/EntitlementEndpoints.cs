using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Entitlements;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/entitlements</c> and <c>/v1/settings/limits</c>: what a customer may do with money, and the limits that she sets herself.</summary>
internal static class EntitlementEndpoints
{
    public static void MapEntitlements(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/entitlements", GetAsync).RequireAuthorization().WithTags("Entitlements").WithName("GetEntitlements")
            .WithSummary("What the caller may do with money now, from the device that she uses");
        var limits = app.MapGroup("/v1/settings/limits").WithTags("Settings").RequireAuthorization();
        limits.MapGet("", GetLimitsAsync).WithName("GetLimits").WithSummary("The limits that the caller has set")
            .WithDescription("The ETag is sent back in If-Match with a change.");
        limits.MapPatch("", ChangeLimitsAsync).RequireRecentAal2().WithName("ChangeLimits").WithSummary("Changes the limits that the caller has set")
            .WithDescription("They count at once. Limits above those of the tier have no effect.").Accepts<LimitsPatch>("application/merge-patch+json");
    }

    private static async Task<Results<Ok<EntitlementResponse>, ProblemResult>> GetAsync(IEntitlements entitlements, Caller caller, CancellationToken ct) =>
        await entitlements.GetAsync(caller.UserId, new EntitledDevice.OfSession(caller.SessionId), ct) is { } entitlement
            ? TypedResults.Ok(entitlement.ToResponse())
            : Problems.From(CommonErrors.NotFound);

    private static async Task<Ok<LimitsResponse>> GetLimitsAsync(HttpContext context, ICustomerLimitService limits, Caller caller, CancellationToken ct)
    {
        var current = await limits.GetAsync(caller.UserId, ct);
        context.Response.Headers.ETag = ETags.Of(current.Revision);
        return TypedResults.Ok(current.ToResponse());
    }

    private static async Task<Results<Ok<LimitsResponse>, ProblemResult>> ChangeLimitsAsync(
        LimitsPatch patch, HttpContext context, ICustomerLimitService limits, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (patch.ToChange(errors) is not { } change)
            return Problems.From(errors);
        var (expected, missing) = ETags.Required(context.Request);
        if (missing is not null)
            return Problems.From(missing);
        switch (await limits.ChangeAsync(caller.UserId, expected, change, caller.Actor, ct))
        {
            case CustomerLimitResult.Changed(var changed):
                context.Response.Headers.ETag = ETags.Of(changed.Revision);
                return TypedResults.Ok(changed.ToResponse());
            case CustomerLimitResult.Failed(var error):
                return Problems.From(error);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
