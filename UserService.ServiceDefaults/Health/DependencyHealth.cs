using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace UserService.ServiceDefaults.Health;

/// <summary>Names and limits of the readiness checks; they are the same whichever client integrations are compiled in.</summary>
internal static class DependencyHealth
{
    public const string Database = "userdb";
    public const string Cache = "cache";
    public const string Messaging = "messaging";

    /// <summary>How long one check may take. Kubelets and load balancers commonly give a probe 3 to 5 s, network time included.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer is reused, so that a crowd of probes costs the servers one round trip a second.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(1);

    public static void AddDependencyHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<MessagingHealthCheck>();
        builder.Services.TryAddSingleton<ReadinessProbe>();
        builder.Services.AddHealthChecks();

        var services = builder.Services;
        builder.Services.AddSingleton<IPostConfigureOptions<HealthCheckServiceOptions>>(
            provider => new DependencyHealthRegistrations(services, provider.GetRequiredService<IServiceScopeFactory>()));
    }
}
