using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using UserService.Core.Partners.Flutterwave;
using UserService.Core.Partners.Paystack;
using UserService.Core.Platform;

namespace UserService.Core.Doctor;

internal static class DoctorServices
{
    /// <summary>Everything that a Worker depends on.</summary>
    public static IServiceCollection AddDoctor(this IServiceCollection services)
    {
        services.AddSingleton<IDoctor, DoctorService>();
        services.AddSingleton<IExamination, DatabaseExamination>();
        services.AddSingleton<IExamination, CacheExamination>();
        services.AddSingleton<IExamination, BrokerExamination>();
        services.AddSingleton<IExamination, MasterKeyExamination>();
        services.AddSingleton<IExamination, SigningKeyExamination>();
        services.AddSingleton<IExamination, QueueExamination>();
        services.AddSingleton<IExamination, SmtpExamination>();
        services.AddSingleton<IExamination, SendGridExamination>();
        services.AddSingleton<IExamination, TwilioExamination>();
        services.AddSingleton<IExamination, CloudinaryExamination>();
        services.AddTransient<IExamination>(provider => new PartnerExamination(
            "Paystack", PaystackOptions.Section, provider.GetRequiredService<IOptions<PaystackOptions>>().Value,
            async ct => (await provider.GetRequiredService<PaystackClient>().ListBanksAsync(ct)).Map(static banks => banks.Count)));
        services.AddTransient<IExamination>(provider => new PartnerExamination(
            "Flutterwave", FlutterwaveOptions.Section, provider.GetRequiredService<IOptions<FlutterwaveOptions>>().Value,
            async ct => (await provider.GetRequiredService<FlutterwaveClient>().ListBanksAsync(ct)).Map(static banks => banks.Count)));
        return services
            .AddPlatformExamination("KYC service", nameof(PlatformOptions.Kyc), static platform => platform.Kyc)
            .AddPlatformExamination("Notification service", nameof(PlatformOptions.Notifications), static platform => platform.Notifications)
            .AddPlatformExamination("Audit service", nameof(PlatformOptions.Audit), static platform => platform.Audit);
    }

    private static IServiceCollection AddPlatformExamination(this IServiceCollection services, string part, string key, Func<PlatformOptions, PlatformServiceOptions> of) =>
        services.AddSingleton<IExamination>(provider => new PlatformExamination(
            part, key, of, provider.GetRequiredService<IOptions<PlatformOptions>>(), provider.GetRequiredService<PlatformTokens>(), provider.GetRequiredService<TimeProvider>()));
}
