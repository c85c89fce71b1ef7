using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using UserService.Core.Configuration;

namespace UserService.Core.Authentication.Throttling;

/// <summary>Registers the throttling feature.</summary>
public static class ThrottlingServiceCollectionExtensions
{
    /// <summary>Adds <see cref="LoginThrottle"/>, <see cref="RateLimiter"/> and <see cref="DistinctLimiter"/>; the host registers <see cref="IConnectionMultiplexer"/>.</summary>
    public static IServiceCollection AddThrottling(this IServiceCollection services)
    {
        services.AddOptions<ThrottlingOptions>().BindConfiguration(ThrottlingOptions.SectionName).ValidateOnStart()
            .RefuseOutsideDevelopment("IdentifierKey", o => string.IsNullOrEmpty(o.IdentifierKey), "is missing");
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ThrottlingOptions>, ThrottlingOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SubjectKeys>();
        services.TryAddSingleton<RedisBreaker>();
        services.TryAddSingleton<RedisCounters>();
        services.TryAddSingleton<LocalCounters>();
        services.TryAddSingleton(provider => new LoginThrottle(
            provider.GetRequiredService<IOptions<ThrottlingOptions>>(),
            provider.GetRequiredService<SubjectKeys>(),
            provider.GetRequiredService<RedisCounters>(),
            provider.GetRequiredService<LocalCounters>(),
            provider.GetRequiredService<RedisBreaker>()));
        services.TryAddSingleton(provider => new RateLimiter(
            provider.GetRequiredService<IConnectionMultiplexer>(),
            provider.GetRequiredService<RedisBreaker>(),
            provider.GetRequiredService<SubjectKeys>(),
            provider.GetRequiredService<IOptions<ThrottlingOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new DistinctLimiter(
            provider.GetRequiredService<IConnectionMultiplexer>(),
            provider.GetRequiredService<RedisBreaker>(),
            provider.GetRequiredService<SubjectKeys>(),
            provider.GetRequiredService<IOptions<ThrottlingOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
