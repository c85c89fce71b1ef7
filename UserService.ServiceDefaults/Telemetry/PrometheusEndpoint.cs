using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using UserService.ServiceDefaults.Management;

namespace UserService.ServiceDefaults.Telemetry;

internal static class PrometheusEndpoint
{
    public static void AddPrometheus(this WebApplicationBuilder builder)
    {
        if (IsServed(builder.Configuration, builder.Environment))
            builder.Services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddPrometheusExporter());
    }

    public static void MapPrometheus(this WebApplication app)
    {
        if (IsServed(app.Configuration, app.Environment))
            app.MapPrometheusScrapingEndpoint(ManagementPaths.Metrics).DisableHttpMetrics().ShortCircuit();
    }

    private static bool IsServed(IConfiguration configuration, IHostEnvironment environment) =>
        ManagementPort.Read(configuration) is not null || environment.IsDevelopment();
}
