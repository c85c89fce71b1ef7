using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace UserService.ServiceDefaults.Health;

/// <summary>
/// Adds a check for each client that the host has registered, and puts a time limit on every check. It looks when the options
/// are first read, because the clients are registered after the defaults.
/// </summary>
internal sealed class DependencyHealthRegistrations(IServiceCollection services, IServiceScopeFactory scopes)
    : IPostConfigureOptions<HealthCheckServiceOptions>
{
    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        if (DbContextType() is { } context)
        {
            Add(options, DependencyHealth.Database, HealthStatus.Unhealthy, provider =>
                new DatabaseHealthCheck((DbContext)provider.GetRequiredService(context)));
        }

        // Logins and writes go on without these two (limits in the process, events wait in the outbox): degraded, and still ready.
        if (IsRegistered<IConnectionMultiplexer>())
        {
            Add(options, DependencyHealth.Cache, HealthStatus.Degraded, static provider =>
                new CacheHealthCheck(provider.GetRequiredService<IConnectionMultiplexer>()));
        }

        if (IsRegistered<IConnectionFactory>())
        {
            Add(options, DependencyHealth.Messaging, HealthStatus.Degraded, static provider =>
                provider.GetRequiredService<MessagingHealthCheck>());
        }

        foreach (var registration in options.Registrations)
        {
            var make = registration.Factory;
            registration.Factory = _ => new BoundedHealthCheck(make, scopes);
        }
    }

    private static void Add(
        HealthCheckServiceOptions options, string name, HealthStatus failureStatus, Func<IServiceProvider, IHealthCheck> make) =>
        options.Registrations.Add(new HealthCheckRegistration(name, make, failureStatus, tags: ["ready"]));

    private bool IsRegistered<T>() => services.Any(static service => service.ServiceType == typeof(T) && !service.IsKeyedService);

    private Type? DbContextType() => services
        .Select(static service => service.ServiceType)
        .FirstOrDefault(static type => type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(DbContextOptions<>))
        ?.GenericTypeArguments[0];
}
