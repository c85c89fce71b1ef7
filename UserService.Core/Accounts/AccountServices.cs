using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Accounts;

internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddScoped<IUserRepository, UserRepository>();
        services.AddScoped<RegistrationVerifier>();
        services.AddScoped<IAccountService, AccountService>();
        services.AddSingleton<IUserDirectory, UserDirectory>();
        return services;
    }
}
