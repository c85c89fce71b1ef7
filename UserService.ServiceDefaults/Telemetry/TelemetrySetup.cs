using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using UserService.ServiceDefaults.Management;

namespace UserService.ServiceDefaults.Telemetry;

internal static class TelemetrySetup
{
    /// <summary>The version that telemetry and error reports carry: the host's informational version, commit included.</summary>
    public static string ServiceVersion { get; } =
        (Assembly.GetEntryAssembly() ?? typeof(TelemetrySetup).Assembly)
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    private const int FewTags = 200;

    // The default buckets are meant for milliseconds: of ours, which are in seconds, all would be in the first one. From 5 ms to the 5 minutes of an alert.
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300];

    public static void AddTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, builder.Configuration, serviceName))
            .WithMetrics(AddMeters);

        // Without a collector there is no tracing pipeline at all, so that no request pays for spans nobody reads.
        if (!OtlpExport.IsConfigured(builder.Configuration))
            return;

        telemetry.WithTracing(AddSources);
        builder.Logging.AddOpenTelemetry(static logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
        });
        telemetry.UseOtlpExporter();
    }

    private static void AddMeters(MeterProviderBuilder metrics) => metrics
        .AddMeter("UserService.*", "Npgsql", "RabbitMQ.Client.*", "Polly")
        .AddView(Stream)
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation();

    // One view alone: the library makes a stream for each one that answers. Each stream has the memory of all its combinations of tags laid out before the first is
    // measured, 2,000 of them unless told, which was 10 MB in each host. Only requests, by route and status, have more than some dozens.
    private static MetricStreamConfiguration? Stream(Instrument instrument) => instrument switch
    {
        // Counted several times in each request, and of no use to who runs the service.
        { Meter.Name: "Microsoft.AspNetCore.MemoryPool" or "Microsoft.AspNetCore.Routing" or "Microsoft.AspNetCore.Authorization" } => MetricStreamConfiguration.Drop,
        { Name: "http.server.request.duration" } => null,
        Histogram<double> { Unit: "s" } when instrument.Meter.Name.StartsWith("UserService.", StringComparison.Ordinal) =>
            new ExplicitBucketHistogramConfiguration { Boundaries = Seconds, CardinalityLimit = FewTags },
        _ => new MetricStreamConfiguration { CardinalityLimit = FewTags },
    };

    private static void AddSources(TracerProviderBuilder traces) => traces
        .AddSource("UserService.*", "RabbitMQ.Client.*", "Grpc.Net.Client")
        .AddNpgsql()
        .AddAspNetCoreInstrumentation(static options => options.Filter = static context => !ManagementPaths.Contains(context.Request.Path))
        .AddHttpClientInstrumentation();

    private static void Describe(ResourceBuilder resource, IConfiguration configuration, string serviceName)
    {
        // Whoever starts the process (Aspire, a deployment) names the service and the instance through the variables of the specification.
        var named = configuration["OTEL_SERVICE_NAME"];
        var attributes = configuration["OTEL_RESOURCE_ATTRIBUTES"] ?? "";
        resource.AddService(
            string.IsNullOrWhiteSpace(named) ? serviceName : named,
            serviceVersion: ServiceVersion,
            autoGenerateServiceInstanceId: !attributes.Contains("service.instance.id", StringComparison.Ordinal));
    }
}
