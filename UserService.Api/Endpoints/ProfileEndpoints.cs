using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Core.Profiles;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/profile</c>: what a customer sees and changes of herself.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder app)
    {
        var profile = app.MapGroup("/v1/profile").WithTags("Profile").RequireAuthorization();
        profile.MapGet("", GetAsync).WithName("GetProfile").WithSummary("The caller's own profile")
            .WithDescription("The ETag is sent back in If-Match with a change.");
        profile.MapPatch("", PatchAsync).WithName("UpdateProfile").WithSummary("Changes parts of the caller's own profile")
            .Accepts<ProfilePatch>("application/merge-patch+json")
            .WithDescription("Addresses, tax number and date of birth are checked by country. 409 names_locked where the names come from a verified identity.");
        profile.MapGet("/completeness", CompletenessAsync).WithName("GetProfileCompleteness").WithSummary("What the customer lacks for the next tier of KYC, and what no tier needs");
    }

    private static async Task<Results<Ok<ProfileResponse>, StatusCodeHttpResult, ProblemResult>> GetAsync(
        HttpContext context, IProfileReader profiles, Caller caller, CancellationToken ct)
    {
        if (await profiles.FindAsync(caller.UserId, ct) is not { } profile)
            return Problems.From(CommonErrors.NotFound);
        var etag = ETags.Of(profile.Revision);
        context.Response.Headers.ETag = etag;
        return ETags.IsCurrent(context.Request, etag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(profile.ToResponse());
    }

    private static async Task<Results<Ok<ProfileResponse>, ProblemResult>> PatchAsync(
        ProfilePatch patch, HttpContext context, IProfileService profiles, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (patch.ToChange(errors) is not var (change, details))
            return Problems.From(errors);
        var (expected, missing) = ETags.Required(context.Request);
        if (missing is not null)
            return Problems.From(missing);
        switch (await profiles.UpdateAsync(caller.UserId, expected, change, details, caller.Actor, ct))
        {
            case ProfileUpdateResult.Updated(var profile):
                context.Response.Headers.ETag = ETags.Of(profile.Revision);
                return TypedResults.Ok(profile.ToResponse());
            case ProfileUpdateResult.Invalid(var faults):
                return Problems.From(faults);
            case ProfileUpdateResult.Failed(var error):
                return Problems.From(error);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<Results<Ok<CompletenessResponse>, ProblemResult>> CompletenessAsync(IProfileService profiles, IKycService kyc, Caller caller, CancellationToken ct) =>
        await profiles.FindGapsAsync(caller.UserId, ct) is { } gaps && await kyc.GetAsync(caller.UserId, ct) is { } status
            ? TypedResults.Ok(gaps.ToResponse(status.Next)) : Problems.From(CommonErrors.NotFound);
}
