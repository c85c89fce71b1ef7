using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;

namespace UserService.Grpc.Calls;

/// <summary>Lets a call in if its service token, or the client certificate that it came with, is good and has the scope that the method names.</summary>
internal sealed class CallerAdmission(ITokenValidator tokens, IClientCertificates certificates)
{
    private const string Scheme = "Bearer ";

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
        if (http.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw NoToken.ToRpcException();

        // Mostly from memory: then there is nothing to await.
        var validation = tokens.ValidateAsync(header[Scheme.Length..], TokenKind.Service, context.CancellationToken);
        if (!validation.IsCompletedSuccessfully)
            return AwaitAsync(validation, scope);
        Judge(validation.GetAwaiter().GetResult(), scope);
        return ValueTask.CompletedTask;
    }

    /// <summary>The client of a call that was let in; its token is remembered, so this costs a look-up.</summary>
    public async ValueTask<string> ClientOfAsync(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0 && ClientAuthority.CertificateName(http) is { } name)
            return name; // it was let in by it
        return (await tokens.ValidateAsync(header[Scheme.Length..], TokenKind.Service, context.CancellationToken))?.Subject.ClientId
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

    private static async ValueTask AwaitAsync(ValueTask<ValidatedToken?> validation, string scope) => Judge(await validation, scope);

    private static void Judge(ValidatedToken? token, string scope)
    {
        if (token is null)
            throw NoToken.ToRpcException();
        if (!token.Subject.Scopes.Contains(scope))
            throw Lacks("token", scope);
    }
}
