using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Sentry.Extensibility;
using UserService.ServiceDefaults.Telemetry;

namespace UserService.ServiceDefaults.ErrorReporting;

internal static class SentrySetup
{
    /// <summary>Reports errors to Sentry where <c>SENTRY_DSN</c> (or <c>Sentry:Dsn</c>) is set; otherwise nothing is loaded.</summary>
    public static void AddErrorReporting(this WebApplicationBuilder builder, string serviceName)
    {
        var dsn = builder.Configuration["SENTRY_DSN"];
        if (string.IsNullOrWhiteSpace(dsn))
            dsn = builder.Configuration["Sentry:Dsn"];
        if (string.IsNullOrWhiteSpace(dsn))
            return;

        var environment = builder.Environment.EnvironmentName;
        builder.WebHost.UseSentry(options =>
        {
            options.Dsn = dsn;
            options.Environment = environment;
            options.Release = $"{serviceName}@{TelemetrySetup.ServiceVersion}";
            options.SendDefaultPii = false;
            options.MaxRequestBodySize = RequestSize.None;
            options.SetBeforeSend(SentryScrubber.Scrub);
            options.SetBeforeBreadcrumb(SentryScrubber.Scrub);
        });
    }
}
