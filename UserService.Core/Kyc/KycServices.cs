using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Documents;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Kyc.Tiers;
using UserService.Core.Kyc.Verification;
using UserService.Core.Platform;

namespace UserService.Core.Kyc;

internal static class KycServices
{
    public static IServiceCollection AddKyc(this IServiceCollection services)
    {
        services.AddOptions<KycOptions>().BindConfiguration(KycOptions.Section).ValidateDataAnnotations()
            .Validate(o => o.ReviewScore <= o.PassScore, "Kyc:ReviewScore must not be above Kyc:PassScore.").ValidateOnStart();
        services.AddSingleton<TierRules>();
        services.AddSingleton<KycSecrets>();
        services.AddScoped<KycDossiers>();
        services.AddScoped<BirthDates>();
        services.AddScoped<CheckBook>();
        services.AddScoped<CaseProgress>();
        services.AddScoped<CaseSubmission>();
        services.AddScoped<StrandedCases>();
        services.AddScoped<RestrictionBook>();
        services.AddScoped<StaffRestrictions>();
        services.AddScoped<IStaffRestrictions>(static provider => provider.GetRequiredService<StaffRestrictions>());
        services.AddScoped<CheckDecisions>();
        services.AddScoped<BankMatches>();
        services.AddScoped<KycStatusReader>();
        services.AddScoped<KycUpkeep>();
        services.AddScoped<IKycService, KycService>();
        services.AddScoped<IKycDocuments, KycDocuments>();
        services.AddScoped<IKycReviewService, KycReviewService>();
        services.AddScoped<ILimitService, LimitService>();
        services.AddScoped<IKycEvents, KycEventHandler>();
        return services;
    }

    /// <summary>What the Worker needs to take checks to the verifiers. A verifier more is one registration more.</summary>
    public static IServiceCollection AddKycWork(this IServiceCollection services, IConfiguration configuration)
    {
        KycSubscriptions.Add(services);
        if (configuration.HasPlatformService(nameof(PlatformOptions.Kyc)))
        {
            services.AddPlatformConnection(PlatformServices.Kyc, static platform => platform.Kyc);
            services.AddScoped<IIdentityVerifier, PlatformVerifier>();
        }

        services.AddScoped<IIdentityVerifier, PaystackVerifier>();
        services.AddScoped<IIdentityVerifier, FlutterwaveVerifier>();
        services.AddScoped<IIdentityVerifier, SandboxVerifier>();
        services.AddScoped<CheckQuestions>();
        services.AddScoped<CheckRunner>();
        services.AddScoped<PartnerEventRunner>();
        services.AddHostedService<KycWork>();
        services.AddHostedService<KycFunnel>();
        return services;
    }
}
