using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Accounts.Contacts;
using UserService.Core.Accounts.Freezing;
using UserService.Core.Accounts.Links;
using UserService.Core.Configuration;

namespace UserService.Core.Accounts;

internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddScoped<IUserRepository, UserRepository>();
        services.AddScoped<RegistrationVerifier>();
        services.AddScoped<IAccountService, AccountService>();
        services.AddSingleton<IUserDirectory, UserDirectory>();
        services.AddOptions<LinkOptions>().BindConfiguration(LinkOptions.Section).ValidateDataAnnotations().ValidateOnStart()
            .RefuseOutsideDevelopment("BaseUrl", o => o.BaseUrl?.StartsWith("https://", StringComparison.Ordinal) != true, "is not https");
        services.AddScoped<IFreezeService, FreezeService>();
        services.AddScoped<ContactSwap>();
        services.AddScoped<IContactService, ContactService>();
        return services;
    }
}
