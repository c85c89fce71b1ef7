using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Authentication.Clients;

namespace UserService.Api.Endpoints;

/// <summary><c>/oauth</c>: tokens for services (RFC 6749). Errors have the shape of its section 5.2.</summary>
internal static class OAuthEndpoints
{
    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        var oauth = app.MapGroup("/oauth").WithTags("OAuth");
        oauth.MapPost("/token", TokenAsync).WithName("Token").WithSummary("A service token for a client that proves its secret")
            .Accepts<IFormCollection>("application/x-www-form-urlencoded").DisableAntiforgery();
    }

    private static async Task<Results<Ok<TokenResponse>, JsonHttpResult<OAuthError>, StatusCodeHttpResult>> TokenAsync(
        HttpContext context, IClientService clients, CancellationToken ct)
    {
        if (!context.Request.HasFormContentType)
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType); // none at all: others do not come here
        if (await ReadFormAsync(context.Request, ct) is not { } form || form["grant_type"] is not [{ Length: > 0 } grant])
            return Refuse(StatusCodes.Status400BadRequest, "invalid_request", "The form is malformed, lacks grant_type, or names a parameter twice.");
        if (grant != "client_credentials")
            return Refuse(StatusCodes.Status400BadRequest, "unsupported_grant_type", "The grant type is client_credentials.");
        if (ClientCredentials.Read(context.Request, form) is not { } credentials)
            return InvalidClient(context);
        var scope = form["scope"] is [{ Length: > 0 } asked] ? asked : null;
        return await clients.IssueTokenAsync(credentials.Id, credentials.Secret, scope, ct) switch
        {
            ClientTokenResult.Issued issued => TypedResults.Ok(new TokenResponse(issued.AccessToken, "Bearer", (int)issued.ExpiresIn.TotalSeconds, issued.Scope)),
            ClientTokenResult.InvalidScope => Refuse(StatusCodes.Status400BadRequest, "invalid_scope", "The client may not have one of these scopes."),
            _ => InvalidClient(context),
        };
    }

    /// <summary>Null where it is no form, or names something twice, which RFC 6749 §3.2 forbids.</summary>
    private static async Task<IFormCollection?> ReadFormAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            var form = await request.ReadFormAsync(ct);
            return form.All(field => field.Value.Count == 1) ? form : null;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return null; // too many fields, too long ones, or an encoded NUL
        }
    }

    private static JsonHttpResult<OAuthError> InvalidClient(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"oauth\"";
        return Refuse(StatusCodes.Status401Unauthorized, "invalid_client", "The client is unknown, disabled, or its secret is wrong.");
    }

    private static JsonHttpResult<OAuthError> Refuse(int status, string error, string description) =>
        TypedResults.Json(new OAuthError(error, description), statusCode: status);
}
