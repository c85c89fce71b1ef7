using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using UserService.Core.Partners.Flutterwave;
using UserService.Core.Partners.Paystack;
using UserService.Core.Partners.Sandbox;
using UserService.Core.Partners.Webhooks;

namespace UserService.Core.Partners;

internal static class PartnerServices
{
    public static IServiceCollection AddPartners(this IServiceCollection services)
    {
        services.AddOptions<PaystackOptions>().BindConfiguration(PaystackOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FlutterwaveOptions>().BindConfiguration(FlutterwaveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section)
            .PostConfigure<IHostEnvironment>(static (options, environment) => options.Enabled ??= environment.IsDevelopment())
            .Validate<IHostEnvironment>(
                static (options, environment) => options.Enabled != true || !environment.IsProduction(),
                "Partners:Sandbox:Enabled is for machines of developers: in Production it would verify anybody. Remove it, and configure real partners.")
            .ValidateOnStart();
        services.AddPartner<PaystackClient>(PaystackClient.Name, provider => provider.GetRequiredService<IOptions<PaystackOptions>>().Value);
        services.AddPartner<FlutterwaveClient>(FlutterwaveClient.Name, provider => provider.GetRequiredService<IOptions<FlutterwaveOptions>>().Value);
        services.AddSingleton<PaidCalls>();
        services.AddSingleton<IPartnerWebhooks, PartnerWebhooks>();
        return services;
    }
}
