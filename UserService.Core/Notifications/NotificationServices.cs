using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Notifications.Reports;
using Microsoft.Extensions.Options;
using UserService.Core.Notifications.Previews;
using UserService.Core.Notifications.Senders;
using UserService.Core.Notifications.Webhooks;
using UserService.Core.Platform;

namespace UserService.Core.Notifications;

internal static class NotificationServices
{
    public static IServiceCollection AddNotificationQueue(this IServiceCollection services)
    {
        services.AddScoped<NotificationQueue>();
        services.AddScoped<DeliveryReports>();
        services.AddScoped<ITwilioReports, TwilioReports>();
        services.AddScoped<ISendGridReports, SendGridReports>();
        services.AddSingleton<IMessagePreviews, MessagePreviews>();
        services.AddOptions<SendGridOptions>().BindConfiguration(SendGridOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TwilioOptions>().BindConfiguration(TwilioOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<IDevelopmentMessages, DevelopmentMessages>();
        return services;
    }

    /// <summary>What the Worker needs to deliver: the providers that are configured, in the order that <see cref="NotificationOptions"/> says.</summary>
    public static IServiceCollection AddNotificationDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<NotificationDelivery>();
        services.AddScoped<FloodLimit>();
        services.AddHostedService<NotificationDispatcher>();
        services.AddEventHandler<DeliveryReported, PlatformReports>(PlatformReports.Exchange, PlatformReports.Type, ReportJson.Default.DeliveryReported);
        services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SenderChain>();
        if (!string.IsNullOrEmpty(configuration[$"{SmtpOptions.Section}:Host"]))
            services.AddSingleton<IMessageSender, SmtpSender>();
        services.AddProviderClient(SendGridSender.ProviderName, static provider => provider.GetRequiredService<IOptions<SendGridOptions>>().Value);
        services.AddProviderClient(TwilioSender.ProviderName, static provider => provider.GetRequiredService<IOptions<TwilioOptions>>().Value);
        if (configuration.GetSection(SendGridOptions.Section).Get<SendGridOptions>()?.IsConfigured == true)
            services.AddSingleton<IMessageSender, SendGridSender>();
        if (configuration.GetSection(TwilioOptions.Section).Get<TwilioOptions>()?.IsConfigured == true)
            services.AddSingleton<IMessageSender, TwilioSender>();
        return services.AddPlatformSenders(configuration).AddLogSender("email").AddLogSender("sms");
    }

    private static IServiceCollection AddPlatformSenders(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.HasPlatformService(nameof(PlatformOptions.Notifications)))
            return services;
        services.AddPlatformConnection(PlatformServices.Notifications, static platform => platform.Notifications);
        foreach (var channel in (string[])["email", "sms"])
        {
            services.AddSingleton<IMessageSender>(provider => new PlatformSender(channel, provider.GetRequiredKeyedService<PlatformConnection>(PlatformServices.Notifications)));
        }

        return services;
    }

    private static IServiceCollection AddLogSender(this IServiceCollection services, string channel) =>
        services.AddSingleton<IMessageSender>(provider => new LogSender(channel, provider.GetRequiredService<ILogger<LogSender>>()));
}
