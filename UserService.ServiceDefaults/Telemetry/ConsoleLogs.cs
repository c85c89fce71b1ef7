using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UserService.ServiceDefaults.Telemetry;

internal static class ConsoleLogs
{
    /// <summary>One JSON object per line for a log shipper; in Development a line for people. Both in UTC, with scopes and trace ids.</summary>
    public static void AddConsoleLogs(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<LoggerFactoryOptions>(static options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);

        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(static console =>
            {
                console.SingleLine = true;
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            });
        }
        else
        {
            builder.Logging.AddJsonConsole(static console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
    }
}
