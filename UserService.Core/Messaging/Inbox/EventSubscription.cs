using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Messaging.Inbox;

/// <summary>A type of event that this service wants, where it comes from and what handles it.</summary>
/// <param name="Exchange">The topic exchange that its sender publishes to.</param>
/// <param name="Type">CloudEvents type and routing key.</param>
internal sealed record EventSubscription(string Exchange, string Type, Func<IServiceProvider, IncomingEvent, CancellationToken, Task> HandleAsync);

/// <summary>
/// Handles one type of event. Changes what it changes through the scope's <c>UserDbContext</c> and does not save: that is done with the
/// note that the event was handled, in one transaction. Copies never reach it; events in another order than they happened in do.
/// </summary>
internal interface IEventHandler<in T>
{
    /// <exception cref="UnusableEventException">The event can never be handled.</exception>
    Task HandleAsync(IncomingEvent incoming, T data, CancellationToken ct);
}

internal static class EventSubscriptions
{
    /// <summary>Subscribes to a type of event.</summary>
    public static IServiceCollection AddEventHandler<T, THandler>(this IServiceCollection services, string exchange, string type, JsonTypeInfo<T> json)
        where THandler : class, IEventHandler<T>
    {
        services.AddScoped<THandler>();
        return services.AddSingleton(new EventSubscription(exchange, type, (provider, incoming, ct) =>
            provider.GetRequiredService<THandler>().HandleAsync(incoming, Read(incoming, json), ct)));
    }

    private static T Read<T>(IncomingEvent incoming, JsonTypeInfo<T> json)
    {
        try
        {
            return incoming.Data.Deserialize(json) ?? throw new UnusableEventException("unreadable_data");
        }
        catch (JsonException e)
        {
            throw new UnusableEventException("unreadable_data", e);
        }
    }
}
