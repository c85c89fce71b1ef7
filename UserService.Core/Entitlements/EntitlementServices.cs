using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Entitlements;

internal static class EntitlementServices
{
    public static IServiceCollection AddEntitlements(this IServiceCollection services)
    {
        services.AddOptions<EntitlementOptions>().BindConfiguration(EntitlementOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KnownEntitlements>();
        services.AddSingleton<IEntitlements, EntitlementReader>();
        services.AddScoped<ICustomerLimitService, CustomerLimitService>();
        return services;
    }
}
