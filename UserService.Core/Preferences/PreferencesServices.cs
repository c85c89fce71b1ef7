using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Preferences.Consents;
using UserService.Core.Preferences.Inbox;

namespace UserService.Core.Preferences;

internal static class PreferencesServices
{
    public static IServiceCollection AddPreferences(this IServiceCollection services)
    {
        services.AddScoped<ConsentLedger>();
        services.AddScoped<IConsents>(provider => provider.GetRequiredService<ConsentLedger>());
        services.AddScoped<IPreferences, PreferencesService>();
        services.AddScoped<DeliveryChoices>();
        services.AddScoped<CustomerInbox>();
        services.AddScoped<IInbox>(provider => provider.GetRequiredService<CustomerInbox>());
        return services;
    }
}
