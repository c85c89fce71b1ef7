using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Protection;

internal static class ProtectionServices
{
    public static IServiceCollection AddProtection(this IServiceCollection services)
    {
        services.AddOptions<ProtectionOptions>().BindConfiguration(ProtectionOptions.Section).ValidateOnStart().WithMasterKeyRules();
        services.AddSingleton<IKeyVault, LocalKeyVault>();
        services.AddSingleton<SystemKeys>();
        services.AddSingleton<UserKeys>();
        services.AddSingleton<BlindIndexes>();
        services.AddScoped<SystemKeyBootstrap>();
        return services;
    }
}
