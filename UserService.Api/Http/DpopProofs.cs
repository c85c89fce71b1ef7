using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Dpop;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>Checks the proof that came with a request (RFC 9449). Its address is ours as clients know it, whatever stands in between.</summary>
internal sealed class DpopProofs(DpopValidator validator, IOptions<DpopOptions> options, IOptions<TokenOptions> tokens)
{
    public const string HeaderName = "DPoP";

    /// <summary>The algorithms, as a challenge names them.</summary>
    public static readonly string Algorithms = string.Join(' ', DpopValidator.SupportedAlgorithms);

    public static readonly Error Invalid = new("invalid_dpop_proof", ErrorKind.Invalid, "The DPoP proof is not valid for this request, or was used before.");

    private readonly string baseUrl = (options.Value.PublicBaseUrl ?? tokens.Value.Issuer).TrimEnd('/');

    /// <summary>Thumbprint of the key that the sender holds; null where the proof is wrong or there is not exactly one.</summary>
    /// <param name="accessToken">Sent with it; null where tokens are only asked for.</param>
    /// <param name="boundTo">The token's key.</param>
    public async ValueTask<string?> CheckAsync(HttpRequest request, string? accessToken, string? boundTo, CancellationToken ct)
    {
        if (request.Headers[HeaderName] is not [{ Length: > 0 } proof])
            return null;
        var url = $"{baseUrl}{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}";
        return await validator.ValidateAsync(new DpopRequest(proof, request.Method, url, accessToken, boundTo, Nonces: null), ct) is DpopResult.Valid(var key) ? key : null;
    }
}

/// <summary>For endpoints that give out tokens.</summary>
internal static class DpopBinding
{
    /// <summary>Binds the tokens to the key of the <c>DPoP</c> header where there is one; without it they are bearer tokens.</summary>
    public static RouteHandlerBuilder BindsToDpopKey(this RouteHandlerBuilder builder) => builder.WithMetadata(new BoundToDpopKey()).AddEndpointFilterFactory(static (factory, next) =>
    {
        var index = Array.FindIndex(factory.MethodInfo.GetParameters(), static p => p.ParameterType == typeof(Caller));
        return async context =>
        {
            var http = context.HttpContext;
            if (!http.Request.Headers.ContainsKey(DpopProofs.HeaderName))
                return await next(context);
            var proofs = http.RequestServices.GetRequiredService<DpopProofs>();
            if (await proofs.CheckAsync(http.Request, accessToken: null, boundTo: null, http.RequestAborted) is not { } key)
                return Problems.From(DpopProofs.Invalid);
            var caller = context.GetArgument<Caller>(index);
            context.Arguments[index] = caller with { Actor = caller.Actor with { ProvenKey = key } };
            return await next(context);
        };
    });
}

/// <summary>Tells the OpenAPI document of <see cref="DpopBinding.BindsToDpopKey"/>.</summary>
internal sealed record BoundToDpopKey;
