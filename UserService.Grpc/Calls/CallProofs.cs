using Grpc.Core;
using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Dpop;
using UserService.Core.Errors;

namespace UserService.Grpc.Calls;

/// <summary>
/// Checks the proof that came with a bound service token (RFC 9449 §7.1) as metadata <c>dpop</c>. What HTTP/2 carries is a POST to
/// <c>/package.Service/Method</c>; each call, and each repetition of one, needs a proof of its own.
/// </summary>
internal sealed class CallProofs(Lazy<DpopValidator> validator, IOptions<DpopOptions> options)
{
    private const string HeaderName = "dpop";

    private static readonly Error Invalid = new(
        "invalid_dpop_proof", ErrorKind.Unauthenticated, "The service token is bound to a key: send a new proof for this call as metadata 'dpop', htm POST.");

    /// <exception cref="RpcException">UNAUTHENTICATED: the proof is missing, wrong, or was used before.</exception>
    public async ValueTask CheckAsync(HttpRequest request, string token, string boundTo, CancellationToken ct)
    {
        if (request.Headers[HeaderName] is not [{ Length: > 0 } proof])
            throw Invalid.ToRpcException();

        // The host that the call names is good enough where none is configured: the proof is for this token, which no other service accepts.
        var server = options.Value.PublicGrpcUrl is { Length: > 0 } known ? known.TrimEnd('/') : $"{request.Scheme}://{request.Host.ToUriComponent()}";
        var asked = new DpopRequest(proof, request.Method, $"{server}{request.Path.ToUriComponent()}", token, boundTo, Nonces: null);
        if (await validator.Value.ValidateAsync(asked, ct) is not DpopResult.Valid)
            throw Invalid.ToRpcException();
    }
}
