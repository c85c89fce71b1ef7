using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.OAuth;

namespace UserService.Api.Endpoints;

/// <summary><c>/oauth/token</c>: tokens for services, in their own name or on behalf of a customer. Errors have the shape of RFC 6749 §5.2.</summary>
internal static class OAuthEndpoints
{
    private const string ClientCredentials = "client_credentials";
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        var oauth = app.MapGroup("/oauth").WithTags("OAuth").WithMetadata(new LimitedAs(LimitGroup.OAuth));
        oauth.MapPost("/token", TokenAsync).WithName("Token").WithSummary("A token for a service that proves who it is")
            .WithDescription("Grants: client_credentials, and token exchange (RFC 8693) for calls on behalf of a customer. A DPoP proof (RFC 9449) binds the token to its key.")
            .Accepts<IFormCollection>("application/x-www-form-urlencoded").DisableAntiforgery();
        oauth.MapTokenStates();
    }

    private static async Task<Results<Ok<TokenResponse>, JsonHttpResult<OAuthError>>> TokenAsync(
        HttpContext context, IClientService clients, ITokenExchange exchange, DpopProofs proofs, Caller caller, CancellationToken ct)
    {
        if (await OAuthForm.ReadAsync(context.Request, ct) is not { } form || form["grant_type"] is not { } grant)
            return OAuthErrors.InvalidRequest("A form with each parameter once is needed, grant_type among them.");
        if (grant is not (ClientCredentials or Exchange))
            return OAuthErrors.Refuse("unsupported_grant_type", $"The grant type is {ClientCredentials} or {Exchange}.");
        if (form.HasSeveralProofs(context.Request))
            return OAuthErrors.SeveralProofs();
        if (form.ReadProof(context.Request) is not { } proof || await clients.AuthenticateAsync(proof, ct) is not { } client)
            return OAuthErrors.InvalidClient(context);

        // After the client: nobody else may have proofs remembered.
        string? key = null;
        if (context.Request.Headers.ContainsKey(DpopProofs.HeaderName)
            && (key = await proofs.CheckAsync(context.Request, accessToken: null, boundTo: null, ct)) is null)
            return OAuthErrors.InvalidProof();
        return grant == ClientCredentials
            ? Answer(await clients.IssueTokenAsync(client, form["scope"], key, ct), key)
            : await ExchangeAsync(form, client, exchange, caller.Actor with { ProvenKey = key }, ct);
    }

    private static async Task<Results<Ok<TokenResponse>, JsonHttpResult<OAuthError>>> ExchangeAsync(
        OAuthForm form, ClientIdentity client, ITokenExchange exchange, Actor actor, CancellationToken ct)
    {
        if (form["subject_token"] is not { } subject || form["subject_token_type"] != AccessTokenType || form["actor_token"] is not null
            || (form["requested_token_type"] ?? AccessTokenType) != AccessTokenType)
            return OAuthErrors.InvalidRequest($"subject_token of type {AccessTokenType} is needed; actor_token and other types are not supported.");
        if (form["audience"] is not { } audience || form["resource"] is not null)
            return OAuthErrors.Refuse("invalid_target", "One audience is needed: the name of the service to be called.");
        return await exchange.ExchangeAsync(client, subject, audience, form["scope"], actor, ct) switch
        {
            TokenExchangeResult.Issued issued => TypedResults.Ok(
                new TokenResponse(issued.AccessToken, TypeOf(actor.ProvenKey), Seconds(issued.ExpiresIn), issued.Scope, AccessTokenType)),
            TokenExchangeResult.UnauthorizedClient => OAuthErrors.Refuse("unauthorized_client", "The client may not act on behalf of customers."),
            TokenExchangeResult.InvalidTarget => OAuthErrors.Refuse("invalid_target", "The client may not call this service on behalf of customers."),
            TokenExchangeResult.InvalidSubject => OAuthErrors.InvalidRequest("The subject token is not valid."),
            TokenExchangeResult.ProofMissing => OAuthErrors.ProofMissing(),
            TokenExchangeResult.InvalidScope => OAuthErrors.Refuse("invalid_scope", "The subject token does not have one of these scopes."),
            _ => throw new UnreachableException(),
        };
    }

    private static Results<Ok<TokenResponse>, JsonHttpResult<OAuthError>> Answer(ClientTokenResult result, string? key) => result switch
    {
        ClientTokenResult.Issued issued => TypedResults.Ok(new TokenResponse(issued.AccessToken, TypeOf(key), Seconds(issued.ExpiresIn), issued.Scope)),
        ClientTokenResult.ProofMissing => OAuthErrors.ProofMissing(),
        ClientTokenResult.InvalidScope => OAuthErrors.Refuse("invalid_scope", "The client may not have one of these scopes."),
        _ => throw new UnreachableException(),
    };

    private static string TypeOf(string? key) => key is null ? ServiceTokens.Bearer : ServiceTokens.Dpop;

    private static int Seconds(TimeSpan lifetime) => (int)lifetime.TotalSeconds;
}
