using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserService.ServiceDefaults.Health;

namespace Microsoft.Extensions.Hosting;

/// <summary>What Aspire.Npgsql.EntityFrameworkCore.PostgreSQL offers, where its package cannot be had.</summary>
public static class NpgsqlDbContextExtensions
{
    private const string SectionName = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    /// <summary>Registers a pooled context on <c>ConnectionStrings:{connectionName}</c> with retries, health check, spans and metrics.</summary>
    /// <exception cref="InvalidOperationException">The context is asked for and there is no connection string.</exception>
    public static void AddNpgsqlDbContext<TContext>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null,
        Action<DbContextOptionsBuilder>? configureDbContextOptions = null)
        where TContext : DbContext
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings();
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        section.GetSection(typeof(TContext).Name).Bind(settings);
        if (builder.Configuration.GetConnectionString(connectionName) is { } connectionString)
            settings.ConnectionString = connectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddDbContextPool<TContext>(options =>
        {
            options.UseNpgsql(ConnectionString(settings, connectionName, typeof(TContext).Name), npgsql =>
            {
                if (!settings.DisableRetry)
                    npgsql.EnableRetryOnFailure();
                if (settings.CommandTimeout is { } seconds)
                    npgsql.CommandTimeout(seconds);
            });
            configureDbContextOptions?.Invoke(options);
        });

        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().Add(new(
                typeof(TContext).Name, static provider => new DatabaseHealthCheck(provider.GetRequiredService<TContext>()), null, null));
        }

        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(static traces => traces.AddNpgsql());
        if (!settings.DisableMetrics)
            builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter("Npgsql"));
    }

    // Asked for only when a context is made: before that there is no logger that could tell.
    private static string? ConnectionString(NpgsqlEntityFrameworkCorePostgreSQLSettings settings, string connectionName, string context) =>
        EF.IsDesignTime || !string.IsNullOrWhiteSpace(settings.ConnectionString)
            ? settings.ConnectionString
            : throw new InvalidOperationException(
                $"ConnectionString is missing. Set 'ConnectionStrings:{connectionName}' (or 'ConnectionString' in '{SectionName}' or '{SectionName}:{context}').");
}
