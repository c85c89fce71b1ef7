using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Profiles;

internal static class ProfileServices
{
    public static IServiceCollection AddProfiles(this IServiceCollection services)
    {
        services.AddSingleton<IProfileReader, ProfileReader>();
        services.AddScoped<IProfileService, ProfileService>();
        return services;
    }
}
