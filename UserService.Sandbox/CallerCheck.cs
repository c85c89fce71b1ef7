using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace UserService.Sandbox;

/// <summary>Lets the User Service in and nobody else, as the platform's services do.</summary>
internal sealed class CallerCheck(SandboxSettings settings, PublishedKeys keys)
{
    private const string Scheme = "Bearer ";
    private readonly JsonWebTokenHandler handler = new();

    /// <exception cref="RpcException">UNAUTHENTICATED.</exception>
    public async Task CheckAsync(ServerCallContext context, string audience)
    {
        var header = context.RequestHeaders.GetValue("authorization") ?? "";
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
            throw Refused("no token");
        var token = header[Scheme.Length..];
        var check = new TokenValidationParameters
        {
            ValidAudience = audience,
            IssuerValidator = static (issuer, _, _) => issuer, // whoever runs this sandbox; the keys tell
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        };
        if (settings.Jwks is null)
            check.SignatureValidator = static (text, _) => new JsonWebToken(text);
        else
            check.IssuerSigningKeys = await keys.GetAsync(settings.Jwks, context.CancellationToken);
        var result = await handler.ValidateTokenAsync(token, check);
        if (!result.IsValid || !Equals(result.ClaimsIdentity.FindFirst("client_id")?.Value, "user-service"))
            throw Refused(result.Exception?.GetType().Name ?? "not the User Service");
    }

    private static RpcException Refused(string why) => new(new Status(StatusCode.Unauthenticated, why));
}
