using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.OAuth;
using UserService.Core.Authentication.Tokens;

namespace UserService.Api.Endpoints;

/// <summary><c>/oauth/introspect</c> (RFC 7662) and <c>/oauth/revoke</c> (RFC 7009).</summary>
internal static class TokenStateEndpoints
{
    public static void MapTokenStates(this RouteGroupBuilder oauth)
    {
        oauth.MapPost("/introspect", IntrospectAsync).WithName("Introspect").WithSummary("Says what a token is good for now")
            .WithDescription("For services with the scope tokens.introspect, by client authentication or a service token; one that is bound to a key needs its DPoP proof.")
            .Accepts<IFormCollection>("application/x-www-form-urlencoded").DisableAntiforgery();
        oauth.MapPost("/revoke", RevokeAsync).WithName("Revoke").WithSummary("Ends the session of an access or refresh token")
            .WithDescription("By the customer's app, which names itself in client_id, or by a service with the scope sessions.revoke.")
            .Accepts<IFormCollection>("application/x-www-form-urlencoded").DisableAntiforgery();
    }

    private static async Task<Results<Ok<IntrospectionResponse>, JsonHttpResult<OAuthError>>> IntrospectAsync(
        HttpContext context, IClientService clients, ServiceTokens services, ITokenIntrospection tokens, IOptions<TokenOptions> options, CancellationToken ct)
    {
        if (await OAuthForm.ReadAsync(context.Request, ct) is not { } form)
            return OAuthErrors.InvalidRequest("A form with each parameter once is needed.");
        if (form.HasSeveralProofs(context.Request))
            return OAuthErrors.SeveralProofs();
        IEnumerable<string> scopes;
        if (ServiceTokens.SchemeOf(context.Request) is { } scheme)
        {
            var (granted, error) = await services.CheckAsync(context.Request, scheme, ct);
            if (granted is null)
                return OAuthErrors.InvalidToken(context, scheme, error!);
            scopes = granted;
        }
        else if (form.ReadProof(context.Request) is { } proof && await clients.AuthenticateAsync(proof, ct) is { } client)
        {
            scopes = client.Scopes;
        }
        else
        {
            return OAuthErrors.InvalidClient(context);
        }

        if (!scopes.Contains(ServiceScopes.IntrospectTokens))
            return OAuthErrors.InsufficientScope(context, ServiceScopes.IntrospectTokens);
        return form["token"] is { } token
            ? TypedResults.Ok((await tokens.DescribeAsync(token, ct)).ToResponse(options.Value.Issuer))
            : OAuthErrors.InvalidRequest("The parameter token is needed.");
    }

    private static async Task<Results<Ok, JsonHttpResult<OAuthError>>> RevokeAsync(
        HttpContext context, IClientService clients, ITokenRevocation revocation, Caller caller, CancellationToken ct)
    {
        if (await OAuthForm.ReadAsync(context.Request, ct) is not { } form)
            return OAuthErrors.InvalidRequest("A form with each parameter once is needed.");
        if (form.HasSeveralProofs(context.Request))
            return OAuthErrors.SeveralProofs();
        ClientIdentity? service = null;
        if (form.ReadProof(context.Request) is { } proof && (service = await clients.AuthenticateAsync(proof, ct)) is null)
            return OAuthErrors.InvalidClient(context);

        // A public client names itself; any half of other credentials is a mistake, not a public client.
        var app = context.Request.Headers.Authorization.Count == 0 && form["client_secret"] is null && form["client_assertion"] is null ? form["client_id"] : null;
        if (service is null && app is null)
            return OAuthErrors.InvalidClient(context);
        if (form["token"] is not { } token)
            return OAuthErrors.InvalidRequest("The parameter token is needed.");
        var result = service is null
            ? await revocation.RevokeByAppAsync(app!, token, caller.Actor, ct)
            : await revocation.RevokeByServiceAsync(service, token, caller.Actor, ct);
        return result switch
        {
            TokenRevocationResult.Done => TypedResults.Ok(),
            TokenRevocationResult.UnknownApp => OAuthErrors.InvalidClient(context),
            TokenRevocationResult.NotAllowed => OAuthErrors.Refuse("unauthorized_client", $"The client needs the scope {ServiceScopes.RevokeSessions}."),
            _ => OAuthErrors.Refuse("unsupported_token_type", "A service's token has no session; it runs out within minutes."),
        };
    }
}
