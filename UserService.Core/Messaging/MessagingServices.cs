using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using UserService.Core.Messaging.Changes;
using UserService.Core.Messaging.DeadLetters;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Messaging.Outbox;

namespace UserService.Core.Messaging;

internal static class MessagingServices
{
    public static IServiceCollection AddInvalidation(this IServiceCollection services)
    {
        services.AddSingleton<InvalidationFeed>();
        services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IUserChanges, UserChanges>();
        services.AddScoped<IDeadLetters, DeadLetterBox>();
        return services;
    }

    /// <summary>What the Worker needs to publish.</summary>
    public static IServiceCollection AddOutboxDispatch(this IServiceCollection services)
    {
        services.AddSingleton<BrokerConnection>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<DatabaseSignals>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseSignals>());
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<WaitingGauges>();
        return services;
    }

    /// <summary>What the Worker needs to take events of other services; features subscribe with <c>AddEventHandler</c>.</summary>
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.AddOptions<InboxOptions>().BindConfiguration(InboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new InboxTopology(provider.GetRequiredService<IOptions<InboxOptions>>().Value, provider.GetServices<EventSubscription>()));
        services.AddSingleton<QueueReader>();
        services.AddSingleton<InboxJudge>();
        services.AddScoped<InboxHandling>();
        services.AddHostedService<InboxConsumer>();
        services.AddHostedService<DeadLetterArchive>();
        services.AddHostedService<DeadLetterReplay>();
        services.AddSingleton<MessagingUpkeep>();
        services.AddHostedService(provider => provider.GetRequiredService<MessagingUpkeep>());
        return services;
    }
}
