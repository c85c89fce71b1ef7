using System.Security.Cryptography;
using Scalar.AspNetCore;
using UserService.Api.OpenApi;

namespace UserService.Api.Endpoints;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and <c>.yaml</c>, and a reference page at <c>/docs</c> that is made of it.</summary>
internal static class ReferenceEndpoints
{
    public static void AddReference(this IServiceCollection services) => services.AddApiDocument();

    public static void MapReference(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapOpenApi("/openapi/{documentName}.yaml");
        app.MapScalarApiReference("/docs", static (options, context) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy = PagePolicy(nonce);

            // The toolbar of Scalar's company would lead elsewhere; fonts and telemetry would ask elsewhere.
            options.WithTitle("User Service").WithNonce(nonce).AddPreferredSecuritySchemes(DocumentFrame.Bearer)
                .DisableDefaultFonts().DisableTelemetry().DisableAgent().HideDeveloperTools();
        });
    }

    // The page runs its own scripts and talks to this origin alone.
    private static string PagePolicy(string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
