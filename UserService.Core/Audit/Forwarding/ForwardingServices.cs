using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Platform;

namespace UserService.Core.Audit.Forwarding;

internal static class ForwardingServices
{
    /// <summary>Sends the trail to the platform's audit service, where <c>Platform:Audit:Address</c> says where that is.</summary>
    public static IServiceCollection AddAuditForwarding(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.HasPlatformService(nameof(PlatformOptions.Audit)))
            return services;
        services.AddPlatformConnection(PlatformServices.Audit, static platform => platform.Audit);
        return services.AddHostedService<AuditForwarder>();
    }
}
