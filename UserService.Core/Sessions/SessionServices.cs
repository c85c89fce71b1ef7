using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Sessions;

internal static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionGate>();
        services.AddScoped<SessionStarter>();
        services.AddScoped<SessionRevoker>();
        services.AddScoped<RefreshTokens>();
        services.AddSingleton<SessionRotations>();
        services.AddScoped<SessionRefresher>();
        services.AddScoped<ISessionService, SessionService>();
        return services;
    }
}
