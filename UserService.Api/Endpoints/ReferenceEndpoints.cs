using Scalar.AspNetCore;
using UserService.Api.OpenApi;

namespace UserService.Api.Endpoints;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and <c>.yaml</c>, and a reference page at <c>/docs</c> that is made of it.</summary>
internal static class ReferenceEndpoints
{
    // The page runs its own script and talks to this origin alone.
    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

    public static void AddReference(this IServiceCollection services) => services.AddApiDocument();

    public static void MapReference(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapOpenApi("/openapi/{documentName}.yaml");
        app.MapScalarApiReference("/docs", options => options.WithTitle("User Service").DisableDefaultFonts().DisableTelemetry().DisableAgent())
            .AddEndpointFilter(async (context, next) =>
            {
                context.HttpContext.Response.Headers.ContentSecurityPolicy = PagePolicy;
                return await next(context);
            });
    }
}
