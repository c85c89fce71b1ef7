using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using UserService.Core.Audit.Sealing;
using UserService.Core.Configuration;

namespace UserService.Core.Persistence;

/// <summary>How the service's database is reached.</summary>
public static class UserStore
{
    /// <summary>The name of its connection string and health check.</summary>
    public const string ConnectionName = "userdb";

    private static readonly AuditAuthentication Authentication = new();
    private static readonly FreshCommands Commands = new();

    /// <summary>What every host's registration of <see cref="UserDbContext"/> adds to the provider's options.</summary>
    public static void Configure(DbContextOptionsBuilder options) => options.UseSnakeCaseNamingConvention().AddInterceptors(Authentication, Commands);

    /// <summary>The data source of <see cref="GatheredStatements{TKey, T}"/>.</summary>
    internal const string Gathered = "gathered";

    /// <summary>A statement that hangs holds up those gathered behind it: it is given up after so long, long before a client would.</summary>
    private const int GatheredSeconds = 5;

    /// <summary>
    /// What a host that answers requests adds besides: what a lost connection interrupted is repeated while its client still waits, and no longer.
    /// </summary>
    public static void ConfigureForRequests(DbContextOptionsBuilder options)
    {
        Configure(options);
        new NpgsqlDbContextOptionsBuilder(options).ExecutionStrategy(static dependencies => new RequestRetries(dependencies));
    }

    /// <summary>Prepares each statement at its second use on a connection and gives up what takes too long, unless the connection string says otherwise.</summary>
    [return: NotNullIfNotNull(nameof(connectionString))]
    public static string? Tuned(string? connectionString, DatabasePatience patience)
    {
        if (string.IsNullOrWhiteSpace(connectionString) || !RequiredServer.Database.CanBeRead(connectionString))
            return connectionString; // the checks at the start say what is wrong with it
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var tuned = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ContainsKey("Max Auto Prepare"))
            (tuned.MaxAutoPrepare, tuned.AutoPrepareMinUsages) = (100, 2); // every statement of a host; about 20 KiB of the server each
        if (!given.ContainsKey("Command Timeout"))
            tuned.CommandTimeout = patience.StatementSeconds;
        if (!given.ContainsKey("Timeout"))
            tuned.Timeout = patience.ConnectSeconds;
        if (!given.ContainsKey("Application Name"))
            tuned.ApplicationName = "user-service";
        return tuned.ConnectionString;
    }

    /// <summary>The data source of the statements that are written by hand (the outbox, sessions, LISTEN), and the one of gathered statements.</summary>
    internal static IServiceCollection AddDataSources(this IServiceCollection services, DatabasePatience patience) => services
        .AddSingleton(provider => new NpgsqlDataSourceBuilder(ConnectionString(provider, patience)).Build())
        .AddKeyedSingleton(Gathered, (provider, _) => new NpgsqlDataSourceBuilder(ConnectionString(provider, patience))
        {
            // Statements that stand alone leave nothing behind that the next statement would have to reset, which costs as much as a read by key. Elsewhere the
            // reset stays: while it is under way Npgsql sends no cancel request, and sending one blocks a thread for as long as PostgreSQL hangs.
            ConnectionStringBuilder = { NoResetOnClose = true, CommandTimeout = GatheredSeconds },
        }.Build());

    private static string ConnectionString(IServiceProvider provider, DatabasePatience patience) =>
        Tuned(provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName), patience)
        ?? throw new OptionsValidationException(ConnectionName, typeof(Installation), [RequiredServer.Database.Missing]);
}
