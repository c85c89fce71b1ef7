using Microsoft.Extensions.Configuration;

namespace UserService.ServiceDefaults.Telemetry;

internal static class OtlpExport
{
    /// <summary>Whether somebody collects traces, metrics and logs: the variable of the OpenTelemetry specification is set.</summary>
    public static bool IsConfigured(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
}
