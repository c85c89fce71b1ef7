using Npgsql;

namespace UserService.Tests.Resilience;

/// <summary>How the hosts of a <see cref="FaultWorld"/> are configured: everything they call is behind a proxy.</summary>
internal static class WorldSettings
{
    public static Dictionary<string, string> Of(FaultWorld world, WorldPartners partners) => new(partners.Settings)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development", // keeps messages, where the codes in them can be read
        ["ConnectionStrings__userdb"] = new NpgsqlConnectionStringBuilder(world.Postgres.ConnectionString) { Port = world.ToPostgres.Port }.ConnectionString,
        ["ConnectionStrings__cache"] = world.Redis.ConnectionString.Replace($":{world.Redis.Port}", $":{world.ToRedis.Port}", StringComparison.Ordinal),
        ["ConnectionStrings__messaging"] = world.RabbitMq.ConnectionString.Replace($":{world.RabbitMq.Port}/", $":{world.ToRabbitMq.Port}/", StringComparison.Ordinal),
        ["Protection__MasterKey"] = "not a secret: the master key of databases that tests throw away",
        ["Tokens__Issuer"] = "https://id.bank.example",
        ["RateLimits__Enabled"] = "false",
        ["Inbox__RetryDelay"] = "00:00:00.050",

        // All of the load comes from one address and a few customers.
        ["Risk__Velocity"] = "0",
        ["Banking__LookupsPerDay"] = "1000",

        // A machine that is busy with three hosts and their servers is no fault: nobody is refused for it.
        ["Passwords__FinishWithin"] = "00:01:00",

        // Faults make hosts write a lot; of what goes well one line is needed, that a host has started.
        ["Logging__LogLevel__Default"] = "Warning",
        ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
    };
}
