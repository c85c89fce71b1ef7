using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Preferences;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/settings</c>: what the caller has chosen.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder app)
    {
        var settings = app.MapGroup("/v1/settings").WithTags("Settings").RequireAuthorization();
        settings.MapGet("", GetAsync).WithName("GetSettings").WithSummary("The caller's preferences, with what holds where nothing was chosen")
            .WithDescription("The ETag is sent back in If-Match with a change.");
        settings.MapPatch("", PatchAsync).WithName("UpdateSettings").WithSummary("Changes parts of the caller's preferences")
            .Accepts<SettingsPatch>("application/merge-patch+json");
    }

    private static async Task<Results<Ok<SettingsResponse>, StatusCodeHttpResult, ProblemResult>> GetAsync(
        HttpContext context, IPreferences preferences, Caller caller, CancellationToken ct)
    {
        if (await preferences.GetAsync(caller.UserId, ct) is not { } view)
            return Problems.From(CommonErrors.NotFound);
        var etag = ETags.Of(view.Revision);
        context.Response.Headers.ETag = etag;
        return ETags.IsCurrent(context.Request, etag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(view.ToResponse());
    }

    private static async Task<Results<Ok<SettingsResponse>, ProblemResult>> PatchAsync(
        SettingsPatch patch, HttpContext context, IPreferences preferences, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (patch.ToChange(errors) is not { } change)
            return Problems.From(errors);
        var (expected, missing) = ETags.Required(context.Request);
        if (missing is not null)
            return Problems.From(missing);
        switch (await preferences.UpdateAsync(caller.UserId, expected, change, caller.Actor, ct))
        {
            case PreferencesResult.Updated(var view):
                context.Response.Headers.ETag = ETags.Of(view.Revision);
                return TypedResults.Ok(view.ToResponse());
            case PreferencesResult.Failed(var error):
                return Problems.From(error);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
