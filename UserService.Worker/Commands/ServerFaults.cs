using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;

namespace UserService.Worker.Commands;

/// <summary>Says of a server that is away, or that refuses us, which one it is and what to look at. Never a password.</summary>
internal static class ServerFaults
{
    /// <summary>One line; null where the exception is about something else.</summary>
    public static string? Explain(Exception exception, IConfiguration configuration)
    {
        var cause = exception.GetBaseException().Message;

        // EF Core and the clients wrap what happened, sometimes twice. The socket of an HTTP request is none of these servers' (a vault's, say).
        for (var e = exception; e is not (null or HttpRequestException); e = e.InnerException)
        {
            if (Recognise(e, configuration) is { } line)
                return $"{line} ({cause})";
        }

        return null;
    }

    private static string? Recognise(Exception exception, IConfiguration configuration) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"PostgreSQL at {DatabaseAddress(configuration)} refuses the user or the password of ConnectionStrings:userdb: set it as the server knows it",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"PostgreSQL at {DatabaseAddress(configuration)} has no database of the name in ConnectionStrings:userdb: create it, then run worker migrate",
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
            "The database of ConnectionStrings:userdb lacks the schema of this version: run worker migrate",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.TooManyConnections }
            or NpgsqlException { IsTransient: true } and not PostgresException or NpgsqlException { InnerException: AggregateException } or SocketException =>
            $"The database of ConnectionStrings:userdb does not answer: is PostgreSQL running at {DatabaseAddress(configuration)}?",
        RedisException or RedisTimeoutException => $"Redis of ConnectionStrings:cache does not answer: is it running at {CacheAddress(configuration)}?",
        RabbitMQClientException => $"The broker of ConnectionStrings:messaging does not answer: is RabbitMQ running at {BrokerAddress(configuration)}?",
        _ => null,
    };

    private static string DatabaseAddress(IConfiguration configuration)
    {
        var database = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("userdb"));
        return string.Create(CultureInfo.InvariantCulture, $"{database.Host}:{database.Port}");
    }

    private static string CacheAddress(IConfiguration configuration) =>
        string.Join(" or ", ConfigurationOptions.Parse(configuration.GetConnectionString("cache") ?? "").EndPoints.Select(Address));

    // Without the user's name and password, which stand in front of it.
    private static string BrokerAddress(IConfiguration configuration) =>
        Uri.TryCreate(configuration.GetConnectionString("messaging"), UriKind.Absolute, out var uri) ? uri.Authority : "localhost";

    private static string? Address(EndPoint server) => server is DnsEndPoint named ? string.Create(CultureInfo.InvariantCulture, $"{named.Host}:{named.Port}") : server.ToString();
}
