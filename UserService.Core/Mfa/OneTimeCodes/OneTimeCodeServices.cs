using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Mfa.OneTimeCodes;

internal static class OneTimeCodeServices
{
    public static IServiceCollection AddOneTimeCodes(this IServiceCollection services)
    {
        services.AddOptions<CodeOptions>().BindConfiguration(CodeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<OneTimeCodes>();
        services.AddScoped<CodeSender>();
        return services;
    }
}
