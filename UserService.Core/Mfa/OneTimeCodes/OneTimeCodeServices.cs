using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Mfa.OneTimeCodes;

internal static class OneTimeCodeServices
{
    public static IServiceCollection AddOneTimeCodes(this IServiceCollection services)
    {
        services.AddOptions<CodeOptions>().BindConfiguration(CodeOptions.Section).ValidateDataAnnotations().ValidateOnStart()
            .Validate(o => o.NewContactsPerDay >= o.NewContactsPerHour && o.TextMessagesPerDay >= o.TextMessagesPerHour, "OneTimeCodes: a day's limit is lower than an hour's");
        services.AddScoped<OneTimeCodes>();
        services.AddSingleton<SendingLimits>();
        services.AddScoped<CodeSender>();
        return services;
    }
}
