using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;

namespace UserService.Grpc.Calls;

/// <summary>
/// Lets a call in if its service token, or the client certificate that it came with, is good and has the scope that the method names. A token that is
/// bound to a key is good with a proof only.
/// </summary>
internal sealed class CallerAdmission(ITokenValidator tokens, IClientCertificates certificates, CallProofs proofs)
{
    private const string BearerPrefix = "Bearer ";
    private const string DpopPrefix = "DPoP ";

    private static readonly Error NoToken =
        CommonErrors.InvalidToken with { Detail = "The service token is missing, expired or not valid here: send one as metadata 'authorization: Bearer TOKEN'." };

    /// <exception cref="RpcException">UNAUTHENTICATED or PERMISSION_DENIED.</exception>
    public ValueTask AdmitAsync(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var method = http.GetEndpoint()!.Metadata;
        if (method.GetMetadata<IAllowAnonymous>() is not null)
            return ValueTask.CompletedTask;
        var scope = method.GetMetadata<RequiresScopeAttribute>()?.Scope
            ?? throw new InvalidOperationException($"{context.Method} names no scope.");
        if (http.Request.Headers.Authorization.Count == 0 && ClientAuthority.CertificateName(http) is { } name)
            return AdmitAsync(name, scope, context.CancellationToken);
        if (http.Request.Headers.Authorization is not [{ } header] || TokenOf(header) is not { } text)
            throw NoToken.ToRpcException();

        // Mostly from memory: then there is nothing to await.
        var validation = tokens.ValidateAsync(text, TokenKind.Service, context.CancellationToken);
        if (IsDpop(header))
            return ProveAsync(validation, http.Request, text, scope, context.CancellationToken);
        if (!validation.IsCompletedSuccessfully)
            return AwaitAsync(validation, scope);
        Judge(validation.GetAwaiter().GetResult(), scope, withProof: false);
        return ValueTask.CompletedTask;
    }

    /// <summary>The client of a call that was let in; its token is remembered, so this costs a look-up.</summary>
    public async ValueTask<string> ClientOfAsync(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0 && ClientAuthority.CertificateName(http) is { } name)
            return name; // it was let in by it
        return (await tokens.ValidateAsync(TokenOf(header)!, TokenKind.Service, context.CancellationToken))?.Subject.ClientId
            ?? throw NoToken.ToRpcException();
    }

    private async ValueTask AdmitAsync(string clientId, string scope, CancellationToken ct)
    {
        if (await certificates.ScopesOfAsync(clientId, ct) is not { } scopes)
            throw NoToken.ToRpcException();
        if (!scopes.Contains(scope))
            throw Lacks("client", scope);
    }

    private static RpcException Lacks(string what, string scope) => (CommonErrors.Forbidden with { Detail = $"The service {what} lacks the scope {scope}." }).ToRpcException();

    private static string? TokenOf(string header) =>
        header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? header[BearerPrefix.Length..] : IsDpop(header) ? header[DpopPrefix.Length..] : null;

    private static bool IsDpop(string header) => header.StartsWith(DpopPrefix, StringComparison.OrdinalIgnoreCase);

    private static async ValueTask AwaitAsync(ValueTask<ValidatedToken?> validation, string scope) => Judge(await validation, scope, withProof: false);

    private async ValueTask ProveAsync(ValueTask<ValidatedToken?> validation, HttpRequest request, string text, string scope, CancellationToken ct)
    {
        var token = await validation;
        Judge(token, scope, withProof: true);
        await proofs.CheckAsync(request, text, token!.Subject.KeyThumbprint!, ct);
    }

    // A bound token without its proof is what a thief has; a token without a key has nothing to prove.
    private static void Judge(ValidatedToken? token, string scope, bool withProof)
    {
        if (token is null || token.Subject.KeyThumbprint is null == withProof)
            throw NoToken.ToRpcException();
        if (!token.Subject.Scopes.Contains(scope))
            throw Lacks("token", scope);
    }
}
