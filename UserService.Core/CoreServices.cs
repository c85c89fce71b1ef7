using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Accounts;
using UserService.Core.Authentication;
using UserService.Core.Devices;
using UserService.Core.Messaging;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Profiles;
using UserService.Core.Protection;
using UserService.Core.Sessions;

namespace UserService.Core;

/// <summary>What every host needs of Core. Each feature adds its own services; hosts add what only they run.</summary>
public static class CoreServices
{
    /// <summary>The use cases. The host has registered <see cref="UserDbContext"/> already.</summary>
    public static IServiceCollection AddUserCore(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddDataSource();
        services.AddPersistence();
        services.AddProtection();
        services.AddAccounts();
        services.AddAuthentication_();
        services.AddOneTimeCodes();
        services.AddSessions();
        services.AddDevices();
        services.AddProfiles();
        services.AddNotificationQueue();
        services.AddInvalidation();
        return services;
    }
}
