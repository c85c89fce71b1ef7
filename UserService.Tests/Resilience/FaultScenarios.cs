using Npgsql;

namespace UserService.Tests.Resilience;

/// <summary>What can go wrong, by name. Each breaks and mends; <paramref name="length"/> is how long the fault lasts.</summary>
internal sealed class FaultScenarios(FaultWorld world, TimeSpan length)
{
    public IReadOnlyDictionary<string, Func<Task>> All => new Dictionary<string, Func<Task>>
    {
        ["RabbitMQ stopped"] = () => DownAsync(world.RabbitMq.StopAsync, () => world.RabbitMq.StartAgainAsync(CancellationToken.None)),
        ["RabbitMQ killed"] = () => DownAsync(world.RabbitMq.KillAsync, () => world.RabbitMq.StartAgainAsync(CancellationToken.None)),
        ["RabbitMQ cut off"] = () => ProxyAsync(world.ToRabbitMq, p => p.CutAsync()),
        ["RabbitMQ blackholed"] = () => ProxyAsync(world.ToRabbitMq, p => Done(p.Blackhole)),
        ["RabbitMQ half open"] = () => ProxyAsync(world.ToRabbitMq, p => Done(p.HalfOpen)),
        ["PostgreSQL restarted"] = () => DownAsync(world.Postgres.StopAsync, () => world.Postgres.StartAgainAsync(CancellationToken.None)),
        ["PostgreSQL killed"] = () => DownAsync(world.Postgres.KillAsync, () => world.Postgres.StartAgainAsync(CancellationToken.None)),
        ["PostgreSQL paused"] = () => DownAsync(world.Postgres.PauseAsync, world.Postgres.ResumeAsync),
        ["PostgreSQL cut off"] = () => ProxyAsync(world.ToPostgres, p => p.CutAsync()),
        ["PostgreSQL's connections exhausted"] = ExhaustAsync,
        ["Redis stopped"] = () => DownAsync(world.Redis.StopAsync, () => world.Redis.StartAgainAsync(CancellationToken.None)),
        ["Redis paused"] = () => DownAsync(world.Redis.PauseAsync, world.Redis.ResumeAsync),
        ["Redis flushed"] = FlushAsync,
        ["Worker killed"] = () => DownAsync(world.Worker.KillAsync, world.Worker.StartAsync),
        ["Api killed"] = () => DownAsync(world.Api.KillAsync, world.Api.StartAsync),
    };

    private async Task DownAsync(Func<Task> stop, Func<Task> start)
    {
        await stop();
        await Task.Delay(length, CancellationToken.None);
        await start();
    }

    private async Task ProxyAsync(Fixtures.TcpFaultProxy proxy, Func<Fixtures.TcpFaultProxy, Task> fault)
    {
        await fault(proxy);
        await Task.Delay(length, CancellationToken.None);
        proxy.Restore();
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private async Task ExhaustAsync()
    {
        var connections = new List<NpgsqlConnection>();
        try
        {
            for (var i = 0; i < 500; i++)
            {
                var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(world.Postgres.ConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
                connections.Add(connection);
                await connection.OpenAsync();
            }
        }
        catch (NpgsqlException)
        {
            // none is left
        }

        await Task.Delay(length, CancellationToken.None);
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    private async Task FlushAsync()
    {
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync($"{world.Redis.ConnectionString},allowAdmin=true");
        foreach (var server in redis.GetServers())
            await server.FlushAllDatabasesAsync();
    }
}
