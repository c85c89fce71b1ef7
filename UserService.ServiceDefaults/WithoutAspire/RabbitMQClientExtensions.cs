using System.Net.Sockets;
using Aspire.RabbitMQ.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using UserService.ServiceDefaults.Health;

namespace Microsoft.Extensions.Hosting;

/// <summary>What Aspire.RabbitMQ.Client offers, where its package cannot be had.</summary>
public static class RabbitMQClientExtensions
{
    private const string SectionName = "Aspire:RabbitMQ:Client";

    /// <summary>
    /// Registers <see cref="IConnectionFactory"/> and <see cref="IConnection"/> on <c>ConnectionStrings:{connectionName}</c> with
    /// health check and spans. The connection is made, with retries, when it is first asked for: that blocks its caller. Without a
    /// connection string the factory has the client's default, <c>localhost:5672</c>.
    /// </summary>
    public static void AddRabbitMQClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<RabbitMQClientSettings>? configureSettings = null,
        Action<ConnectionFactory>? configureConnectionFactory = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = new RabbitMQClientSettings();
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        if (builder.Configuration.GetConnectionString(connectionName) is { } connectionString)
            settings.ConnectionString = connectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionFactory>(_ =>
        {
            var factory = new ConnectionFactory();
            section.GetSection("ConnectionFactory").Bind(factory);
            section.GetSection(connectionName).GetSection("ConnectionFactory").Bind(factory);
            if (!string.IsNullOrEmpty(settings.ConnectionString))
                factory.Uri = new Uri(settings.ConnectionString);
            configureConnectionFactory?.Invoke(factory);
            return factory;
        });
        builder.Services.AddSingleton(provider =>
            Connect(provider.GetRequiredService<IConnectionFactory>(), settings.MaxConnectRetryCount));
        if (!settings.DisableAutoActivation)
            builder.Services.ActivateSingleton<IConnection>();

        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().Add(new(
                "RabbitMQ.Client", static provider => provider.GetRequiredService<MessagingHealthCheck>(), null, null));
        }

        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(static traces => traces.AddSource("RabbitMQ.Client.*"));
    }

    private static IConnection Connect(IConnectionFactory factory, int retries)
    {
        var pipeline = new ResiliencePipelineBuilder();
        if (retries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<SocketException>().Handle<BrokerUnreachableException>(),
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxRetryAttempts = retries,
            });
        }

        // A container's factory cannot await. Nobody in this repository asks for the connection: see MessagingHealthCheck.
        return pipeline.Build()
            .ExecuteAsync(static async (source, ct) => await source.CreateConnectionAsync(ct), factory)
            .AsTask().GetAwaiter().GetResult();
    }
}
