using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace UserService.Benchmarks.Limits;

/// <summary>Bare gRPC that checks the signature of an ES256 token on each call, and remembers nothing.</summary>
internal static class GrpcLimit
{
    public static async Task<int> RunAsync(string tokenFile, string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<EchoEndpoint>();
        await using var app = builder.Build();
        app.MapGrpcService<EchoEndpoint>();
        await File.WriteAllTextAsync(tokenFile, EchoEndpoint.Issue(TimeProvider.System));
        await app.RunAsync();
        return 0;
    }

    internal sealed class EchoEndpoint : Echo.EchoBase
    {
        private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "limit" };
        private static readonly JsonWebTokenHandler Handler = new();
        private static readonly TokenValidationParameters Rules = new()
        {
            ValidIssuer = "https://limit.example",
            ValidAudience = "limit",
            IssuerSigningKey = Key,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        };

        public static string Issue(TimeProvider time) => Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://limit.example",
            Audience = "limit",
            Expires = time.GetUtcNow().AddDays(1).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
                ["sid"] = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
                ["scope"] = "user",
            },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256),
        });

        public override async Task<EchoResponse> Unary(EchoRequest request, ServerCallContext context)
        {
            var result = await Handler.ValidateTokenAsync(request.Token, Rules);
            return result is { IsValid: true, SecurityToken: JsonWebToken token }
                ? new EchoResponse { Active = true, Subject = token.Subject, Session = token.GetClaim("sid").Value }
                : new EchoResponse();
        }
    }
}
