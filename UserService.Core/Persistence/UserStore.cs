using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace UserService.Core.Persistence;

/// <summary>How the service's database is reached.</summary>
public static class UserStore
{
    /// <summary>The name of its connection string and health check.</summary>
    public const string ConnectionName = "userdb";

    /// <summary>What every host's registration of <see cref="UserDbContext"/> adds to the provider's options.</summary>
    public static void Configure(DbContextOptionsBuilder options) => options.UseSnakeCaseNamingConvention();

    /// <summary>
    /// Adds what makes statements cheap, unless the connection string says otherwise: each is prepared at its second use on a connection,
    /// and a connection goes back to the pool as it is instead of being reset by the next statement, since nothing here leaves settings,
    /// locks or temporary tables on one.
    /// </summary>
    [return: NotNullIfNotNull(nameof(connectionString))]
    public static string? Tuned(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return connectionString;
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var tuned = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ContainsKey("Max Auto Prepare"))
            (tuned.MaxAutoPrepare, tuned.AutoPrepareMinUsages) = (100, 2); // every statement of a host; about 20 KiB of the server each
        if (!given.ContainsKey("No Reset On Close"))
            tuned.NoResetOnClose = true;
        if (!given.ContainsKey("Application Name"))
            tuned.ApplicationName = "user-service";
        return tuned.ConnectionString;
    }

    /// <summary>The data source of the statements that are written by hand: hot paths, the outbox and LISTEN.</summary>
    internal static IServiceCollection AddDataSource(this IServiceCollection services) => services.AddSingleton(provider =>
        new NpgsqlDataSourceBuilder(Tuned(provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName))
            ?? throw new InvalidOperationException($"ConnectionStrings:{ConnectionName} is not set, for example: Host=localhost;Database=userdb;Username=app;Password=…")).Build());
}
