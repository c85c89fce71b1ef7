using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserService.Core.Audit.Sealing;

namespace UserService.Core.Persistence;

/// <summary>How the service's database is reached.</summary>
public static class UserStore
{
    /// <summary>The name of its connection string and health check.</summary>
    public const string ConnectionName = "userdb";

    private static readonly AuditAuthentication Authentication = new();

    /// <summary>What every host's registration of <see cref="UserDbContext"/> adds to the provider's options.</summary>
    public static void Configure(DbContextOptionsBuilder options) => options.UseSnakeCaseNamingConvention().AddInterceptors(Authentication);

    /// <summary>The data source of the statements that are written by hand: hot paths, the outbox and LISTEN.</summary>
    internal static IServiceCollection AddDataSource(this IServiceCollection services) => services.AddSingleton(provider =>
    {
        var connection = provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName)
            ?? throw new InvalidOperationException($"ConnectionStrings:{ConnectionName} is not set, for example: Host=localhost;Database=userdb;Username=app;Password=…");
        return new NpgsqlDataSourceBuilder(connection)
        {
            // Prepared once per connection; the handful of statements here all stay within the limit.
            ConnectionStringBuilder = { MaxAutoPrepare = 40, AutoPrepareMinUsages = 2, ApplicationName = "user-service" },
        }.Build();
    });
}
