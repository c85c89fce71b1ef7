using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Accounts;
using UserService.Core.Admin;
using UserService.Core.Audit;
using UserService.Core.Audit.Forwarding;
using UserService.Core.Authentication;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Configuration;
using UserService.Core.Devices;
using UserService.Core.Banking;
using UserService.Core.Doctor;
using UserService.Core.Entitlements;
using UserService.Core.Idempotency;
using UserService.Core.Kyc;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Notifications;
using UserService.Core.Partners;
using UserService.Core.Persistence;
using UserService.Core.Preferences;
using UserService.Core.Privacy;
using UserService.Core.Platform;
using UserService.Core.Profiles;
using UserService.Core.Protection;
using UserService.Core.Risk;
using UserService.Core.Seeding;
using UserService.Core.Sessions;
using UserService.Core.Storage;

namespace UserService.Core;

/// <summary>What hosts need of Core. Each feature adds its own services.</summary>
public static class CoreServices
{
    /// <summary>The use cases. The host registers <see cref="UserDbContext"/> itself.</summary>
    public static IServiceCollection AddUserCore(this IServiceCollection services, DatabasePatience patience)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddInstallationChecks();
        services.AddPersistence(patience);
        services.AddProtection();
        services.AddAccounts();
        services.AddSignIn();
        services.AddMfa();
        services.AddSessions();
        services.AddDevices();
        services.AddRisk();
        services.AddProfiles();
        services.AddNotificationQueue();
        services.AddInvalidation();
        services.AddAudit();
        services.AddAdmin();
        services.AddPreferences();
        services.AddScoped<IUserSeeder, UserSeeder>();
        services.AddSingleton<IIdempotentAnswers, IdempotentAnswers>();
        services.AddPlatform();
        services.AddPartners();
        services.AddKyc();
        services.AddEntitlements();
        services.AddBanking();
        services.AddStorage();
        services.AddPrivacy();
        return services;
    }

    /// <summary>For hosts that check tokens: keeps what they remember of sessions and users true.</summary>
    public static IServiceCollection AddChangeTracking(this IServiceCollection services) =>
        services.AddHostedService<InvalidationPolling>();

    /// <summary>For the Worker: publishes events, delivers messages and replaces signing keys.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOutboxDispatch();
        services.AddInbox();
        services.AddNotificationDelivery(configuration);
        services.AddAuditForwarding(configuration);
        services.AddHostedService<SigningKeySchedule>();
        services.AddAuditSealing();
        services.AddFileSweep();
        services.AddPrivacyWork();
        services.AddDoctor();
        services.AddKycWork(configuration);
        return services;
    }
}
