using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using UserService.Sandbox.Services;

namespace UserService.Sandbox;

/// <summary>
/// The platform's KYC, notification and audit services for one machine: they speak the contracts of <c>protos/clients</c>, refuse callers
/// without a proper token, answer by event where the platform does, and fail in the ways that are asked of them (<c>PUT /faults/…</c>).
/// </summary>
public static class SandboxHost
{
    /// <summary>Composes the host. Addresses: <c>Sandbox:GrpcPort</c> (HTTP/2, default 8090) and <c>Sandbox:ControlPort</c> (HTTP/1.1, default 8091); 0 for any.</summary>
    public static void AddSandbox(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(SandboxSettings.Section).Get<SandboxSettings>() ?? new SandboxSettings();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // Without TLS nothing negotiates the version: one address for each. The management port, where there is one, is the third.
            ["Kestrel:Endpoints:Control:Url"] = Loopback(options.ControlPort),
            ["Kestrel:Endpoints:Control:Protocols"] = "Http1",
            ["Kestrel:Endpoints:Grpc:Url"] = Loopback(options.GrpcPort),
            ["Kestrel:Endpoints:Grpc:Protocols"] = "Http2",
            [WebHostDefaults.ServerUrlsKey] = "",
        });
        builder.AddServiceDefaults("platform-sandbox");
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton<Received>();
        builder.Services.AddSingleton<CallerCheck>();
        builder.Services.AddHttpClient<PublishedKeys>();
        builder.Services.AddSingleton<PlatformEvents>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<PlatformEvents>());
        builder.Services.AddGrpc(static grpc => grpc.Interceptors.Add<SandboxInterceptor>());
        builder.Services.AddGrpcHealthChecks().AddCheck("self", static () => HealthCheckResult.Healthy()); // without any check the answer is "unknown"
    }

    /// <summary>Maps services and controls.</summary>
    public static void MapSandbox(this WebApplication app)
    {
        app.MapDefaultEndpoints();
        app.MapGrpcService<VerificationsSandbox>();
        app.MapGrpcService<NotificationsSandbox>();
        app.MapGrpcService<AuditLogSandbox>();
        app.MapGrpcHealthChecksService();
        app.MapControls();
    }

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
