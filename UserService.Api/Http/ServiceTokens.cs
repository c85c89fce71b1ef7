using UserService.Core.Authentication.Tokens;

namespace UserService.Api.Http;

/// <summary>Service tokens where <c>/oauth</c> takes one instead of the client's own proof: as bearer tokens, and bound ones with a DPoP proof.</summary>
internal sealed class ServiceTokens(ITokenValidator validator, DpopProofs proofs)
{
    public const string Bearer = "Bearer";
    public const string Dpop = "DPoP";

    /// <summary>The scheme under which a token was sent; null where none was.</summary>
    public static string? SchemeOf(HttpRequest request) =>
        request.Headers.Authorization is not [{ } header] ? null : Starts(header, Bearer) ? Bearer : Starts(header, Dpop) ? Dpop : null;

    /// <summary>The scopes of the token, or the code of what is wrong with it or its proof.</summary>
    public async ValueTask<(IReadOnlySet<string>? Scopes, string? Error)> CheckAsync(HttpRequest request, string scheme, CancellationToken ct)
    {
        var text = request.Headers.Authorization.ToString()[(scheme.Length + 1)..];
        var withProof = scheme == Dpop;
        if (await validator.ValidateAsync(text, TokenKind.Service, ct) is not { Subject: { } service } || service.KeyThumbprint is null == withProof)
            return (null, "invalid_token"); // a bound token without its proof is what a thief has
        return withProof && await proofs.CheckAsync(request, text, service.KeyThumbprint, ct) is null ? (null, DpopProofs.Invalid.Code) : (service.Scopes, null);
    }

    private static bool Starts(string header, string scheme) => header.StartsWith($"{scheme} ", StringComparison.OrdinalIgnoreCase);
}
