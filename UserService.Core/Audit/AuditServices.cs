using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Audit.Queries;
using UserService.Core.Audit.Sealing;

namespace UserService.Core.Audit;

internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AuditHashes>();
        services.AddScoped<IAuditTrail, AuditTrail>();
        services.AddScoped<AuditSealer>();
        services.AddScoped<IAuditVerifier, AuditVerifier>();
        return services;
    }

    /// <summary>For the Worker.</summary>
    public static IServiceCollection AddAuditSealing(this IServiceCollection services) => services.AddHostedService<AuditSealing>();
}
