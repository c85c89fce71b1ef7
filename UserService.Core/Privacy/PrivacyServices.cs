using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Privacy.Erasures;
using UserService.Core.Privacy.Exports;
using UserService.Core.Privacy.Holds;
using UserService.Core.Privacy.Retention;

namespace UserService.Core.Privacy;

internal static class PrivacyServices
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddOptions<PrivacyOptions>().BindConfiguration(PrivacyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<IDataExportService, DataExportService>();
        services.AddScoped<IErasureService, ErasureService>();
        services.AddScoped<ILegalHoldService, LegalHoldService>();
        return services;
    }

    /// <summary>For the Worker.</summary>
    public static IServiceCollection AddPrivacyWork(this IServiceCollection services)
    {
        services.AddSingleton(_ => PersonalDataMap.Load());
        services.AddSingleton<PersonalDataReader>();
        services.AddScoped<ExportWork>();
        services.AddScoped<ErasureWork>();
        services.AddScoped<RetentionWork>();
        services.AddHostedService<PrivacyWork>();
        return services;
    }
}
