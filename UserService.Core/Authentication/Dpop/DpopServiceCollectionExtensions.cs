using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserService.Core.Authentication.Throttling;

namespace UserService.Core.Authentication.Dpop;

/// <summary>Registers DPoP validation.</summary>
public static class DpopServiceCollectionExtensions
{
    /// <summary>Adds <see cref="DpopValidator"/>; the host registers <see cref="StackExchange.Redis.IConnectionMultiplexer"/>.</summary>
    public static IServiceCollection AddDpop(this IServiceCollection services)
    {
        services.AddThrottling();
        services.AddOptions<DpopOptions>().BindConfiguration(DpopOptions.SectionName)
            .Validate(options => options.Lifetime > TimeSpan.Zero && options.Lifetime <= TimeSpan.FromMinutes(10), "Dpop: Lifetime must be up to 10 min.")
            .Validate(options => options.ClockSkew >= TimeSpan.Zero && options.ClockSkew <= TimeSpan.FromMinutes(1), "Dpop: ClockSkew must be up to 1 min.")
            .ValidateOnStart();
        services.TryAddSingleton<IDpopReplayStore, RedisDpopReplayStore>();
        services.TryAddSingleton<DpopValidator>();
        return services;
    }
}
