using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;

namespace UserService.Api.Http;

/// <summary>Errors as OAuth clients expect them (RFC 6749 §5.2).</summary>
internal static class OAuthErrors
{
    public static JsonHttpResult<OAuthError> InvalidRequest(string description) => Refuse("invalid_request", description);

    public static JsonHttpResult<OAuthError> Refuse(string error, string description) => Refuse(StatusCodes.Status400BadRequest, error, description);

    public static JsonHttpResult<OAuthError> SeveralProofs() => InvalidRequest("More than one kind of client authentication was sent; send one.");

    public static JsonHttpResult<OAuthError> InvalidProof() => Refuse(DpopProofs.Invalid.Code, DpopProofs.Invalid.Detail);

    public static JsonHttpResult<OAuthError> ProofMissing() => InvalidRequest("A DPoP proof is needed: the token is to be bound to a key.");

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

    /// <summary>401 for a token that does not let its bearer ask (RFC 6750 §3.1, RFC 9449 §7.1).</summary>
    public static JsonHttpResult<OAuthError> InvalidToken(HttpContext context, string scheme, string error)
    {
        context.Response.Headers.WWWAuthenticate = scheme == ServiceTokens.Dpop ? $"{scheme} error=\"{error}\", algs=\"{DpopProofs.Algorithms}\"" : $"{scheme} error=\"{error}\"";

        // Bearers have always been told invalid_client, which libraries of theirs may look for.
        return scheme == ServiceTokens.Dpop
            ? Refuse(StatusCodes.Status401Unauthorized, error, "The service token is not valid here, or its proof is not.")
            : Refuse(StatusCodes.Status401Unauthorized, "invalid_client", "The service token is not valid here.");
    }

    /// <summary>A problem of any other origin, such as an address that is over its limit, in the shape that clients of OAuth read.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string description)
    {
        // RFC 6749 §5.2 knows 400 for whatever is wrong with a request, its type and size too: libraries look for the error there.
        var isRequest = status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType;
        var error = isRequest ? "invalid_request" : status == StatusCodes.Status500InternalServerError ? "server_error" : code;
        return Refuse(isRequest ? StatusCodes.Status400BadRequest : status, error, description).ExecuteAsync(context);
    }

    private static JsonHttpResult<OAuthError> Refuse(int status, string error, string description) =>
        TypedResults.Json(new OAuthError(error, description), statusCode: status);
}
