using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Notifications.Reports;
using UserService.Core.Notifications.Senders;

namespace UserService.Core.Notifications;

internal static class NotificationServices
{
    public static IServiceCollection AddNotificationQueue(this IServiceCollection services)
    {
        services.AddScoped<NotificationQueue>();
        services.AddScoped<DeliveryReports>();
        services.AddScoped<IDevelopmentMessages, DevelopmentMessages>();
        return services;
    }

    /// <summary>What the Worker needs to deliver; each channel has one sender, chosen by what is configured.</summary>
    public static IServiceCollection AddNotificationDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<NotificationDelivery>();
        services.AddEventHandler<DeliveryReported, PlatformReports>(PlatformReports.Exchange, PlatformReports.Type, ReportJson.Default.DeliveryReported);
        services.AddHostedService<NotificationDispatcher>();
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        if (string.IsNullOrEmpty(configuration[$"{SmtpOptions.Section}:Host"]))
            services.AddLogSender("email");
        else
            services.AddSingleton<IMessageSender, SmtpSender>();
        return services.AddLogSender("sms");
    }

    private static IServiceCollection AddLogSender(this IServiceCollection services, string channel) =>
        services.AddSingleton<IMessageSender>(provider => new LogSender(channel, provider.GetRequiredService<ILogger<LogSender>>()));
}
