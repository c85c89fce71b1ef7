using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using UserService.ServiceDefaults.Telemetry;

namespace UserService.ServiceDefaults;

/// <summary>Settings that hold unless a host's own configuration says otherwise: they are put in front of every other source.</summary>
internal static class ConfigurationDefaults
{
    private static readonly string[] IntegrationSections =
        ["Aspire:Npgsql:EntityFrameworkCore:PostgreSQL", "Aspire:StackExchange:Redis", "Aspire:RabbitMQ:Client"];

    public static void AddConfigurationDefaults(this IHostApplicationBuilder builder)
    {
        var defaults = new Dictionary<string, string?>
        {
            // At Information these write each request's path with its query, which may hold an e-mail address.
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
            ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
            ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Warning",
            // Twenty lines for each connection, of which none tells what the health checks do not.
            ["Logging:LogLevel:StackExchange.Redis"] = "Warning",
            // Polly writes a line per attempt; its metrics say the same.
            ["Logging:LogLevel:Polly"] = "Warning",
        };

        var traced = OtlpExport.IsConfigured(builder.Configuration);
        foreach (var section in IntegrationSections)
        {
            // The integrations' own checks have other names and can block for half a minute: DependencyHealth takes their place.
            defaults[$"{section}:DisableHealthChecks"] = "true";
            // An integration that adds its spans would start a tracing pipeline although nobody reads it.
            defaults[$"{section}:DisableTracing"] = traced ? "false" : "true";
        }

        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }
}
