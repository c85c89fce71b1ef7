using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;
using UserService.ServiceDefaults.Health;
using UserService.ServiceDefaults.WithoutAspire;

namespace Microsoft.Extensions.Hosting;

/// <summary>What Aspire.StackExchange.Redis offers, where its package cannot be had.</summary>
public static class RedisClientExtensions
{
    private const string SectionName = "Aspire:StackExchange:Redis";

    /// <summary>
    /// Registers <see cref="IConnectionMultiplexer"/> on <c>ConnectionStrings:{connectionName}</c> with health check and spans. It
    /// connects when first asked for, and goes on trying where the server cannot be reached.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection is asked for and there is no connection string.</exception>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = new StackExchangeRedisSettings();
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        if (builder.Configuration.GetConnectionString(connectionName) is { } connectionString)
            settings.ConnectionString = connectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionMultiplexer>(provider =>
        {
            var options = Options(settings, connectionName);
            section.GetSection("ConfigurationOptions").Bind(options);
            section.GetSection(connectionName).GetSection("ConfigurationOptions").Bind(options);
            configureOptions?.Invoke(options);
            options.LoggerFactory ??= provider.GetService<ILoggerFactory>();

            var connection = ConnectionMultiplexer.Connect(options);
            if (!settings.DisableTracing)
                RedisSpans.Record(connection);
            return connection;
        });
        if (!settings.DisableAutoActivation)
            builder.Services.ActivateSingleton<IConnectionMultiplexer>();

        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().Add(new(
                "StackExchange.Redis", static provider => new CacheHealthCheck(provider.GetRequiredService<IConnectionMultiplexer>()), null, null));
        }

        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(RedisSpans.AddTo);
    }

    private static ConfigurationOptions Options(StackExchangeRedisSettings settings, string connectionName)
    {
        if (string.IsNullOrWhiteSpace(settings.ConnectionString))
        {
            throw new InvalidOperationException(
                $"No endpoints specified. Set 'ConnectionStrings:{connectionName}' (or '{SectionName}:ConnectionString'), for example to 'localhost:6379'.");
        }

        var options = ConfigurationOptions.Parse(settings.ConnectionString);
        // Only where the address has not chosen defaults of its own (a cloud provider's).
        if (options.Defaults.GetType() == typeof(DefaultOptionsProvider))
            options.Defaults = new KeepTrying();
        return options;
    }

    /// <summary>A host must start, and work, while Redis is down.</summary>
    private sealed class KeepTrying : DefaultOptionsProvider
    {
        public override bool AbortOnConnectFail => false;
    }
}
