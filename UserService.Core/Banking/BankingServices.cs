using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Banking.Accounts;
using UserService.Core.Banking.Banks;
using UserService.Core.Banking.Billers;

namespace UserService.Core.Banking;

internal static class BankingServices
{
    public static IServiceCollection AddBanking(this IServiceCollection services)
    {
        services.AddOptions<BankingOptions>().BindConfiguration(BankingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<KeptList<Bank>>(provider, "banks", BankingJson.Default.ListBank));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<KeptList<BillItem>>(provider, "bills", BankingJson.Default.ListBillItem));
        services.AddScoped<IBankAccountResolver, PaystackAccounts>();
        services.AddScoped<IBankAccountResolver, FlutterwaveAccounts>();
        services.AddScoped<IBankAccountResolver, SandboxBank>();
        services.AddScoped<IBillAggregator, FlutterwaveBills>();
        services.AddScoped<IBillAggregator, SandboxBank>();
        services.AddScoped<BankDirectory>();
        services.AddScoped<IBankDirectory>(provider => provider.GetRequiredService<BankDirectory>());
        services.AddScoped<AccountLookup>();
        services.AddSingleton<AccountSecrets>();
        services.AddScoped<IBankAccountService, BankAccountService>();
        services.AddScoped<IBillerService, BillerService>();
        return services;
    }
}
