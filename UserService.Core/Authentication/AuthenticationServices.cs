using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Dpop;
using UserService.Core.Authentication.OAuth;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Authentication.Throttling;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Configuration;

namespace UserService.Core.Authentication;

internal static class AuthenticationServices
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddPasswords();
        services.AddScoped<NewPasswords>();
        services.AddScoped<PasswordReplacement>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<PasswordReset>();
        services.AddScoped<IPasswordService, PasswordService>();
        services.AddScoped<LoginCandidates>();
        services.AddThrottling();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<PasswordLogin>();
        services.AddScoped<SecondFactorLogin>();
        services.AddScoped<PresentedDevices>();
        services.AddScoped<IMfaLogin, MfaLogin>();
        services.AddScoped<IPasskeyLogin, PasskeyLogin>();
        services.AddScoped<IAuthService, AuthService>();
        // Lazy: an operator's command about clients must not need Redis.
        services.AddSingleton(provider => new Lazy<IDpopReplayStore>(provider.GetRequiredService<IDpopReplayStore>));
        services.AddScoped<ClientAssertions>();
        services.AddScoped<IClientService, ClientService>();
        services.AddScoped<ITokenExchange, TokenExchange>();
        services.AddScoped<ITokenIntrospection, TokenIntrospection>();
        services.AddScoped<ITokenRevocation, TokenRevocation>();
        services.AddDpop();
        return services.AddTokens();
    }

    private static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddOptions<TokenOptions>().BindConfiguration(TokenOptions.Section).ValidateDataAnnotations().ValidateOnStart()
            .Validate(o => string.IsNullOrEmpty(o.Issuer) || Uri.TryCreate(o.Issuer, UriKind.Absolute, out _), "Tokens:Issuer is no absolute address")
            .RefuseOutsideDevelopment("Issuer", o => o.Issuer?.StartsWith("https://", StringComparison.Ordinal) != true, "is not https");
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IPublicKeys, PublicKeys>();
        services.AddSingleton<AccessTokenIssuer>();
        services.AddSingleton<RememberedTokens>();
        services.AddSingleton<TokenSignatures>();
        services.AddSingleton<DisabledClients>();
        services.AddSingleton<IClientCertificates, ClientCertificates>();
        services.AddSingleton<ITokenValidator, TokenValidator>();
        services.AddOptions<SigningKeyOptions>().BindConfiguration(SigningKeyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<SigningKeyRotation>();
        services.AddScoped<IKeyRotation>(provider => provider.GetRequiredService<SigningKeyRotation>());
        return services;
    }
}
