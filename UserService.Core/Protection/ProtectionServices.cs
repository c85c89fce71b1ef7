using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace UserService.Core.Protection;

internal static class ProtectionServices
{
    public static IServiceCollection AddProtection(this IServiceCollection services)
    {
        services.AddOptions<ProtectionOptions>().BindConfiguration(ProtectionOptions.Section).ValidateOnStart().WithMasterKeyRules();
        services.AddSingleton<IValidateOptions<ProtectionOptions>, ProtectionOptionsValidator>();
        services.AddHttpClient(VaultTransit.ClientName).RedactLoggedHeaders(["X-Vault-Token"]);
        services.AddSingleton<LocalKeyVault>();
        services.AddSingleton<VaultTransit>();
        services.AddSingleton<IKeyVault, KeyVault>();
        services.AddSingleton<SystemKeys>();
        services.AddSingleton<UserKeys>();
        services.AddSingleton<BlindIndexes>();
        services.AddScoped<SystemKeyBootstrap>();
        services.AddSingleton<IKeyRewrapping, KeyRewrapping>();
        return services;
    }
}
