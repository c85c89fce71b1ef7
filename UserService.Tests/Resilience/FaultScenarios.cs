using UserService.Tests.Fixtures;

namespace UserService.Tests.Resilience;

/// <summary>What can go wrong, by name. Each breaks and mends.</summary>
/// <param name="length">How long a fault lasts.</param>
/// <param name="kills">How often a host is killed where hosts are killed at random points.</param>
internal sealed class FaultScenarios(FaultWorld world, TimeSpan length, int kills, Lot lot)
{
    /// <summary>Kills of hosts break connections; nothing else may.</summary>
    public const string HostsKilled = "Hosts killed at random points";

    private static readonly TimeSpan SlowLine = TimeSpan.FromMilliseconds(50);

    /// <summary>Those that take longer and show little more than the others do: for the long form.</summary>
    private static readonly string[] LongFormOnly = ["PostgreSQL blackholed", "PostgreSQL half open", "Redis cut off", "Redis half open"];

    /// <summary>Names of the scenarios of a test run.</summary>
    public static IEnumerable<string> OfTheShortForm => Names.Except(LongFormOnly);

    public static IReadOnlyList<string> Names { get; } = [.. new FaultScenarios(null!, default, 0, null!).All.Keys];

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
        ["PostgreSQL blackholed"] = () => ProxyAsync(world.ToPostgres, p => Done(p.Blackhole)),
        ["PostgreSQL half open"] = () => ProxyAsync(world.ToPostgres, p => Done(p.HalfOpen)),
        ["PostgreSQL's connections exhausted"] = ExhaustAsync,
        ["Redis stopped"] = () => DownAsync(world.Redis.StopAsync, () => world.Redis.StartAgainAsync(CancellationToken.None)),
        ["Redis paused"] = () => DownAsync(world.Redis.PauseAsync, world.Redis.ResumeAsync),
        ["Redis cut off"] = () => ProxyAsync(world.ToRedis, p => p.CutAsync()),
        ["Redis half open"] = () => ProxyAsync(world.ToRedis, p => Done(p.HalfOpen)),
        ["Redis flushed"] = FlushAsync,
        ["Every line is slow"] = SlowAsync,
        [HostsKilled] = KillAsync,
    };

    private async Task DownAsync(Func<Task> stop, Func<Task> start)
    {
        await stop();
        await Task.Delay(length, CancellationToken.None);
        await start();
    }

    private async Task ProxyAsync(TcpFaultProxy proxy, Func<TcpFaultProxy, Task> fault)
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

    private async Task SlowAsync()
    {
        TcpFaultProxy[] lines = [world.ToPostgres, world.ToRedis, world.ToRabbitMq];
        foreach (var line in lines)
            line.Delay = SlowLine;
        await Task.Delay(length, CancellationToken.None);
        foreach (var line in lines)
            line.Restore();
    }

    private async Task ExhaustAsync()
    {
        await using var hog = new ConnectionHog(world.Postgres.ConnectionString);
        await hog.TakeAllAsync();
        await Task.Delay(length, CancellationToken.None);
    }

    private async Task FlushAsync()
    {
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync($"{world.Redis.ConnectionString},allowAdmin=true");
        foreach (var server in redis.GetServers())
            await server.FlushAllDatabasesAsync();
    }

    private async Task KillAsync()
    {
        HostUnderFire[] hosts = [world.Api, world.Grpc, world.Worker];
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(lot.Draw($"moment {kill}", 500)), CancellationToken.None);
            var host = hosts[(kill + lot.Draw("first", hosts.Length)) % hosts.Length]; // each in its turn: three kills are one of each
            await host.KillAsync();
            await host.StartAsync();
        }
    }
}
