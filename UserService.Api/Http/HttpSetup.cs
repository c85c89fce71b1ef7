using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Endpoints;

namespace UserService.Api.Http;

/// <summary>What every endpoint shares: strict JSON, problem details, bearer tokens, headers, limits.</summary>
internal static class HttpSetup
{
    /// <summary>1 MiB (DESIGN section 3); uploads have limits of their own.</summary>
    public const long MaxBodySize = 1024 * 1024;

    public static void AddHttp(this IServiceCollection services, IConfiguration configuration)
    {
        services.ConfigureHttpJsonOptions(json => MakeStrict(json.SerializerOptions));
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>(); // before the framework's: the first that can writes
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionProblems>();

        // Binding failures come to ExceptionProblems, which names the field, instead of an empty 400.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddAuthentication(BearerTokens.SchemeName).AddScheme<AuthenticationSchemeOptions, BearerTokens>(BearerTokens.SchemeName, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(null);
        services.AddOptions<CrossOriginOptions>().BindConfiguration(CrossOriginOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CrossOriginOptions>, CrossOriginOptionsValidator>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CrossOriginOptions>>((cors, ours) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(ours.Value.AllowedOrigins)
            .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("authorization", "content-type", "if-match", "idempotency-key", "dpop")
            .WithExposedHeaders("etag", "retry-after", "ratelimit", "ratelimit-policy", "www-authenticate")));
        services.AddSingleton<DpopProofs>();
        services.AddSingleton<ServiceTokens>();
        services.AddStaffAccess();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        services.AddSingleton<RequestLimits>();
        services.AddProxyHeaders(configuration);
        services.AddReference();
    }

    public static void UseHttp(this WebApplication app)
    {
        app.UseProxyHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(BareAnswers.CompleteAsync);
        app.Use(RequestGuard.InvokeAsync);
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.Use(app.Services.GetRequiredService<RequestLimits>().InvokeAsync);
        app.UseAuthorization();
        app.Use(Idempotency.InvokeAsync);
    }

    private static void MakeStrict(JsonSerializerOptions json)
    {
        json.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        json.TypeInfoResolverChain.Insert(1, AdminJson.Default);
        json.TypeInfoResolverChain.Insert(2, PreferencesJson.Default);
        json.AllowDuplicateProperties = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.PropertyNameCaseInsensitive = false;
        json.MaxDepth = 16;
        json.Converters.Add(new PlainTextConverter());
    }
}
