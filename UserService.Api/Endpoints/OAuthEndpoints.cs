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

    private static async Task<Results<Ok<TokenResponse>, JsonHttpResult<OAuthError>>> TokenAsync(HttpContext context, IClientService clients, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        if (form["grant_type"] is not ["client_credentials"])
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

    private static JsonHttpResult<OAuthError> InvalidClient(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"oauth\"";
        return Refuse(StatusCodes.Status401Unauthorized, "invalid_client", "The client is unknown, disabled, or its secret is wrong.");
    }

    private static JsonHttpResult<OAuthError> Refuse(int status, string error, string description) =>
        TypedResults.Json(new OAuthError(error, description), statusCode: status);
}
