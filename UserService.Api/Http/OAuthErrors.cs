using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;

namespace UserService.Api.Http;

/// <summary>Errors as OAuth clients expect them (RFC 6749 §5.2).</summary>
internal static class OAuthErrors
{
    public static JsonHttpResult<OAuthError> InvalidRequest(string description) => Refuse("invalid_request", description);

    public static JsonHttpResult<OAuthError> Refuse(string error, string description) => Refuse(StatusCodes.Status400BadRequest, error, description);

    public static JsonHttpResult<OAuthError> InvalidClient(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"oauth\"";
        return Refuse(StatusCodes.Status401Unauthorized, "invalid_client", "The client is unknown, disabled, or has not proven who it is.");
    }

    public static JsonHttpResult<OAuthError> InsufficientScope(HttpContext context, string scope)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"";
        return Refuse(StatusCodes.Status403Forbidden, "insufficient_scope", $"The scope {scope} is needed.");
    }

    private static JsonHttpResult<OAuthError> Refuse(int status, string error, string description) =>
        TypedResults.Json(new OAuthError(error, description), statusCode: status);
}
