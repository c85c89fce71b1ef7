using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using UserService.ServiceDefaults;
using UserService.ServiceDefaults.ErrorReporting;
using UserService.ServiceDefaults.Health;
using UserService.ServiceDefaults.Management;
using UserService.ServiceDefaults.Redaction;
using UserService.ServiceDefaults.Telemetry;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every process of the User Service shares: telemetry, logs, health, resilience, error reports, the management port.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Adds the defaults to a web host. Call it first, before the client integrations
    /// (<c>AddNpgsqlDbContext</c>, <c>AddRedisClient</c>, <c>AddRabbitMQClient</c>), since it gives them their settings, and
    /// call <see cref="MapDefaultEndpoints"/> on the built application.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="serviceName">The name in traces, metrics and error reports; <c>OTEL_SERVICE_NAME</c> overrides it.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string serviceName)
    {
        AddServiceDefaults((IHostApplicationBuilder)builder, serviceName);
        builder.AddManagementPort();
        builder.AddPrometheus();
        builder.AddErrorReporting(serviceName);
        return builder;
    }

    /// <summary>Adds the defaults that need no web server: everything but the management port, Prometheus and Sentry.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="serviceName">The name in traces, metrics and logs; <c>OTEL_SERVICE_NAME</c> overrides it.</param>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder, string serviceName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(serviceName);

        builder.AddConfigurationDefaults();
        builder.AddConsoleLogs();
        builder.AddRedaction();
        builder.AddTelemetry(serviceName);
        builder.AddDependencyHealth();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(static http =>
        {
            // A retried POST may move money twice: only requests that are safe to repeat are repeated.
            http.AddStandardResilienceHandler(static options => options.Retry.DisableForUnsafeHttpMethods());
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// Maps <c>/healthz/live</c> and <c>/healthz/ready</c> (on every port) and <c>/metrics</c> (on the management port; where
    /// <c>Management:Port</c> is not set, on the main port in Development only).
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealth();
        app.MapPrometheus();
        return app;
    }
}
