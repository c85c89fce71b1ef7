using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;
using UserService.DevHost.Servers;

namespace UserService.Tests.Integration.Throttling;

/// <summary>A private redis-server that can be frozen, killed and started again on the same port.</summary>
public sealed class RedisProcess : IAsyncLifetime
{
    private readonly int _port = FreePorts.Take();
    private readonly List<IConnectionMultiplexer> _connections = [];
    private Process? _process;

    /// <summary>A node of Redis Cluster that has all slots: it refuses what touches two of them, as any cluster does.</summary>
    public bool IsCluster { get; init; }

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        await KillAsync();
        if (IsCluster)
            File.Delete(Path.Combine(Path.GetTempPath(), $"redis-{_port}.conf"));
    }

    public async Task StartAsync()
    {
        // Nodes of a cluster listen a second time; by default 10,000 above, which may be a port of somebody's outgoing connection.
        var cluster = IsCluster ? $" --cluster-enabled yes --cluster-config-file redis-{_port}.conf --cluster-port {FreePorts.TakeNear(_port + 1)}" : "";
        _process = Process.Start(new ProcessStartInfo("redis-server", $"--port {_port} --bind 127.0.0.1 --save \"\" --appendonly no --dir {Path.GetTempPath()}{cluster}")
        {
            RedirectStandardOutput = true,
        })!;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.ReadToEndAsync(); // a full pipe would stop it
                if (IsCluster)
                    await TakeAllSlotsAsync();
                return;
            }
        }
        throw new InvalidOperationException("redis-server did not start");
    }

    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops it without closing connections: callers wait for answers that do not come.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>A connection of its own, as each instance of a host has.</summary>
    public async Task<IConnectionMultiplexer> ConnectAsync()
    {
        var options = ConfigurationOptions.Parse($"127.0.0.1:{_port},abortConnect=false,allowAdmin=true,connectTimeout=1000");
        // The timeout of callers runs on the tests' clock, which stands still: a dead server must be known as dead at once. Freezing it tests the timeout.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        _connections.Add(connection);
        return connection;
    }

    public async Task EmptyAsync()
    {
        var connection = await ConnectAsync();
        await connection.GetServers()[0].FlushAllDatabasesAsync();
    }

    private async Task TakeAllSlotsAsync()
    {
        using var cli = Process.Start(new ProcessStartInfo("redis-cli", $"-p {_port} CLUSTER ADDSLOTSRANGE 0 16383") { RedirectStandardOutput = true })!;
        await cli.WaitForExitAsync();
        while (true)
        {
            using var info = Process.Start(new ProcessStartInfo("redis-cli", $"-p {_port} CLUSTER INFO") { RedirectStandardOutput = true })!;
            if ((await info.StandardOutput.ReadToEndAsync()).Contains("cluster_state:ok", StringComparison.Ordinal))
                return;
            await Task.Delay(50);
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
