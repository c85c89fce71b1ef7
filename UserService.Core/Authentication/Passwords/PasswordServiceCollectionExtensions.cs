using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Passwords;

/// <summary>Registers the passwords feature.</summary>
public static class PasswordServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="PasswordHasher"/> and <see cref="PasswordPolicy"/>, configured by section <c>Passwords</c> and checked at start.
    /// Register an <see cref="IPasswordPeppers"/> of your own to take peppers from a key vault.
    /// </summary>
    public static IServiceCollection AddPasswords(this IServiceCollection services)
    {
        services.AddOptions<PasswordOptions>().BindConfiguration(PasswordOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PasswordOptions>, PasswordOptionsValidator>());
        services.AddMetrics();
        services.AddHttpClient(PwnedRangeClient.ClientName);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IPasswordPeppers, ConfiguredPeppers>();
        services.TryAddSingleton<PasswordMetrics>();
        services.TryAddSingleton<BreachedPasswordList>();
        services.TryAddSingleton<PwnedRangeClient>();
        services.TryAddSingleton(provider => new PasswordHasher(
            provider.GetRequiredService<IOptions<PasswordOptions>>(),
            provider.GetRequiredService<IPasswordPeppers>(),
            provider.GetRequiredService<PasswordMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PasswordHasher>>()));
        services.TryAddSingleton(provider => new PasswordPolicy(
            provider.GetRequiredService<IOptions<PasswordOptions>>(),
            provider.GetRequiredService<BreachedPasswordList>(),
            provider.GetRequiredService<PwnedRangeClient>()));
        return services;
    }
}
