using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Messaging.Outbox;

namespace UserService.Core.Messaging;

internal static class MessagingServices
{
    public static IServiceCollection AddInvalidation(this IServiceCollection services)
    {
        services.AddSingleton<InvalidationFeed>();
        return services;
    }

    /// <summary>What the Worker needs to publish.</summary>
    public static IServiceCollection AddOutboxDispatch(this IServiceCollection services)
    {
        services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<BrokerConnection>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<DatabaseSignals>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseSignals>());
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<WaitingGauges>();
        return services;
    }
}
