using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using UserService.Core.Configuration;
using UserService.Core.Mfa.Approvals;
using UserService.Core.Mfa.Challenges;
using UserService.Core.Mfa.Factors;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Mfa.Passkeys;
using UserService.Core.Mfa.RecoveryCodes;
using UserService.Core.Mfa.StepUp;
using UserService.Core.Mfa.Totp;
using UserService.Core.Mfa.TransactionPins;

namespace UserService.Core.Mfa;

internal static class MfaServices
{
    public static IServiceCollection AddMfa(this IServiceCollection services)
    {
        services.AddOptions<MfaOptions>().BindConfiguration(MfaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOneTimeCodes();
        services.AddSingleton<MfaPolicy>();
        services.AddSingleton<TotpVerifier>();
        services.AddScoped<FactorJournal>();
        services.AddScoped<FactorLimit>();
        services.AddScoped<TotpFactors>();
        services.AddScoped<TotpEnrolments>();
        services.AddScoped<RecoveryCodeFactor>();
        services.AddScoped<IFactorService, FactorService>();
        services.AddScoped<OfferedMethods>();
        services.AddScoped<FactorChallenges>();
        services.AddScoped<FactorVerifier>();
        services.AddScoped<PinVerifier>();
        services.AddScoped<ITransactionPinService, TransactionPinService>();
        services.AddOptions<ApprovalOptions>().BindConfiguration(ApprovalOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<ApprovalGiver>();
        services.AddScoped<IApprovalService, ApprovalService>();
        services.AddScoped<IStepUpService, StepUpService>();
        return services.AddPasskeys();
    }

    // The framework verifies ceremonies; of the rest of its Identity nothing is used, and nothing of it is exposed.
    private static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddOptions<PasskeyOptions>().BindConfiguration(PasskeyOptions.Section).ValidateOnStart()
            .RefuseOutsideDevelopment("Origins", o => o.Origins.Any(origin => origin.StartsWith("http://", StringComparison.Ordinal)), "names an origin without https");
        services.AddSingleton<IPostConfigureOptions<PasskeyOptions>, PasskeyDefaults>();
        services.AddSingleton<IValidateOptions<PasskeyOptions>, PasskeyOptionsValidator>();
        services.AddIdentityCore<PasskeyOwner>().AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<PasskeyOwner>, PasskeyHandler<PasskeyOwner>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<PasskeyOptions>>(static (framework, ours) =>
        {
            framework.ServerDomain = ours.Value.RelyingPartyId;
            framework.AuthenticatorTimeout = ours.Value.CeremonyLifetime;
            framework.UserVerificationRequirement = "required";
            framework.ResidentKeyRequirement = "required"; // else it cannot be used without naming the account first
            framework.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && ours.Value.Origins.Contains(context.Origin, StringComparer.Ordinal));
        });
        services.AddScoped<Ceremonies>();
        services.AddScoped<PasskeyAssertions>();
        services.AddScoped<IPasskeyEnrolment, PasskeyEnrolment>();
        return services;
    }
}
