namespace UserService.DevHost.Servers;

/// <summary>The three servers the User Service needs, started together.</summary>
public sealed class PrivateServers : IAsyncDisposable
{
    private PrivateServers(PostgresServer postgres, RedisServer redis, RabbitMqServer rabbitMq) =>
        (Postgres, Redis, RabbitMq) = (postgres, redis, rabbitMq);

    public PostgresServer Postgres { get; }

    public RedisServer Redis { get; }

    public RabbitMqServer RabbitMq { get; }

    public IReadOnlyList<PrivateServer> All => [Postgres, Redis, RabbitMq];

    /// <summary>Starts all three in parallel, each in a folder of its own under <paramref name="folder"/>; where one fails, the others are stopped.</summary>
    /// <exception cref="ServerException">A server is not installed, or does not start.</exception>
    public static async Task<PrivateServers> StartAsync(string folder, bool durable, CancellationToken ct)
    {
        RequireInstalled();
        ServerOptions In(string name) => new(Path.Combine(folder, name), Durable: durable);
        var postgres = PostgresServer.StartAsync(In("postgres"), ct);
        var redis = RedisServer.StartAsync(In("redis"), ct);
        var rabbitMq = RabbitMqServer.StartAsync(In("rabbitmq"), ct);
        try
        {
            await Task.WhenAll(postgres, redis, rabbitMq);
            return new PrivateServers(await postgres, await redis, await rabbitMq);
        }
        catch
        {
            await DisposeStartedAsync(postgres);
            await DisposeStartedAsync(redis);
            await DisposeStartedAsync(rabbitMq);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(All.Select(server => server.DisposeAsync().AsTask()));

    private static void RequireInstalled()
    {
        List<string> missing = [];
        if (!PostgresPrograms.IsInstalled)
        {
            missing.Add("postgresql");
        }

        if (!RedisServer.IsInstalled)
        {
            missing.Add("redis-server");
        }

        if (!RabbitMqServer.IsInstalled)
        {
            missing.Add("rabbitmq-server");
        }

        if (missing.Count > 0)
        {
            throw ServerException.Missing([.. missing]);
        }
    }

    private static async Task DisposeStartedAsync<T>(Task<T> start)
        where T : PrivateServer
    {
        if (start.IsCompletedSuccessfully)
        {
            await (await start).DisposeAsync();
        }
    }
}
