using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Profiles.Avatars;

namespace UserService.Core.Profiles;

internal static class ProfileServices
{
    public static IServiceCollection AddProfiles(this IServiceCollection services)
    {
        services.AddOptions<ProfileOptions>().BindConfiguration(ProfileOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IProfileReader, ProfileReader>();
        services.AddSingleton<ProfileCompleteness>();
        services.AddScoped<IProfileService, ProfileService>();
        services.AddSingleton<AvatarImages>();
        services.AddScoped<IAvatarService, AvatarService>();
        return services;
    }
}
