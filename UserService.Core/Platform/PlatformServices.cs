using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace UserService.Core.Platform;

internal static class PlatformServices
{
    /// <summary>Keys of the connections.</summary>
    public const string Kyc = "kyc";

    public const string Notifications = "notification";

    public const string Audit = "audit";

    /// <summary>Options and tokens; a connection each is added by who calls it.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services)
    {
        services.AddOptions<PlatformOptions>().BindConfiguration(PlatformOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlatformOptions>, PlatformOptionsValidator>();
        services.AddSingleton<PlatformTokens>();
        return services;
    }

    /// <summary>Whether a service of the platform is configured.</summary>
    public static bool HasPlatformService(this IConfiguration configuration, string member) => !string.IsNullOrEmpty(configuration[$"{PlatformOptions.Section}:{member}:Address"]);

    /// <summary>A connection, under its key, with a health check that degrades.</summary>
    public static IServiceCollection AddPlatformConnection(this IServiceCollection services, string key, Func<PlatformOptions, PlatformServiceOptions> of)
    {
        services.AddKeyedSingleton(key, (provider, _) => new PlatformConnection(
            of(provider.GetRequiredService<IOptions<PlatformOptions>>().Value), provider.GetRequiredService<PlatformTokens>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"platform-{key}", provider => new PlatformHealthCheck(provider.GetRequiredKeyedService<PlatformConnection>(key)), HealthStatus.Degraded, ["ready"]));
        return services;
    }
}
