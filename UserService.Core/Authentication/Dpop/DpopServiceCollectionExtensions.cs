using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserService.Core.Authentication.Throttling;
using UserService.Core.Configuration;

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
            .Validate(options => options.PublicBaseUrl is not { Length: > 0 } url || Uri.TryCreate(url, UriKind.Absolute, out _), "Dpop:PublicBaseUrl is no absolute address")
            .Validate(options => options.PublicGrpcUrl is not { Length: > 0 } url || Uri.TryCreate(url, UriKind.Absolute, out _), "Dpop:PublicGrpcUrl is no absolute address")
            .RefuseOutsideDevelopment("PublicBaseUrl", o => o.PublicBaseUrl?.StartsWith("http://", StringComparison.Ordinal) == true, "is not https")
            .ValidateOnStart();
        services.TryAddSingleton<IDpopReplayStore, RedisDpopReplayStore>();
        services.TryAddSingleton<DpopValidator>();

        // Lazy: gRPC hosts check proofs only where services have bound tokens, and the others need no Redis for it.
        services.TryAddSingleton(provider => new Lazy<DpopValidator>(provider.GetRequiredService<DpopValidator>));
        return services;
    }
}
