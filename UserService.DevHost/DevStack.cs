using UserService.DevHost.Servers;

namespace UserService.DevHost;

/// <summary>Servers, dashboard and hosts: started in order, watched, and stopped in the reverse order.</summary>
internal sealed class DevStack(DevArguments arguments, DevFolder folder, HostPrograms programs, Settings settings) : IAsyncDisposable
{
    private const int ManagementPorts = 9080; // the first of four (sandbox, api, grpc, worker)
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(90);

    private readonly List<RunningHost> hosts = [];
    private PrivateServers? servers;
    private Dashboard? dashboard;
    private bool stopping;

    public async Task StartAsync(CancellationToken ct)
    {
        if (arguments.Task == DevTask.RunServers)
        {
            servers = await PrivateServers.StartAsync(folder.PrepareServers(), durable: true, ct);
            Screen.Show(servers);
        }
        else
        {
            await StartAllAsync(ct);
        }
    }

    /// <summary>Returns only by exception: cancelled, or a child ended by itself.</summary>
    public async Task WatchAsync(CancellationToken ct)
    {
        var exits = hosts.Select(host => host.Process.Exited).Concat(servers!.All.Select(server => server.Exited)).ToList();
        var cancelled = Task.Delay(Timeout.Infinite, ct);
        _ = WarnWhenDashboardEndsAsync();
        await Task.WhenAny(exits.Append(cancelled));
        ct.ThrowIfCancellationRequested();
        foreach (var host in hosts.Where(host => host.Process.Exited.IsCompleted))
        {
            throw Died(host.Process.Name, await host.Process.Exited, host.Process.LastLines());
        }

        var server = servers.All.First(server => server.Exited.IsCompleted);
        throw Died(server.Name, await server.Exited, server.LastLines());
    }

    public async ValueTask DisposeAsync()
    {
        stopping = true;
        await Task.WhenAll(hosts.Select(host => host.Process.DisposeAsync().AsTask()));
        if (dashboard is not null)
        {
            await dashboard.DisposeAsync();
        }

        if (servers is not null)
        {
            await servers.DisposeAsync();
        }
    }

    private async Task StartAllAsync(CancellationToken ct)
    {
        RequireFree(settings.ApiPort, "API_PORT", "API");
        RequireFree(settings.GrpcPort, "GRPC_PORT", "gRPC");
        if (settings.ApiPort == settings.GrpcPort)
        {
            throw new StopException(ExitCode.PortTaken, $"API_PORT and GRPC_PORT are both {settings.ApiPort}: set one of them to another port.");
        }

        var freshData = !Directory.Exists(folder.PostgresData);
        var serversStart = PrivateServers.StartAsync(folder.PrepareServers(), durable: true, ct);
        var dashboardStart = Dashboard.TryStartAsync(folder, ct);
        await WaitAsync(serversStart, dashboardStart);

        if (freshData)
        {
            File.Delete(folder.ClientSecret); // a secret of data that are gone
        }

        var environment = new HostEnvironment(settings, folder, FreePorts.TakeNear(HostEnvironment.UsualSandboxPort));
        var setup = environment.ForSetup(servers!);
        await DatabaseSetup.MigrateAsync(programs, folder, setup, arguments.Verbose, ct);
        await DatabaseSetup.AddClientAsync(programs, folder, setup, ct);
        await StartHostsAsync(environment, ct);
        await Task.WhenAll(hosts.Select(host => WaitUntilReadyAsync(host, ct)));
        Screen.Show(settings, servers!, dashboard, hosts);
    }

    /// <summary>Keeps whatever started, so that it is stopped even when the other part failed.</summary>
    private async Task WaitAsync(Task<PrivateServers> serversStart, Task<Dashboard?> dashboardStart)
    {
        try
        {
            await Task.WhenAll(serversStart, dashboardStart);
        }
        finally
        {
            servers = serversStart.IsCompletedSuccessfully ? await serversStart : null;
            dashboard = dashboardStart.IsCompletedSuccessfully ? await dashboardStart : null;
        }
    }

    private async Task StartHostsAsync(HostEnvironment environment, CancellationToken ct)
    {
        (string Name, string Project, string? Urls)[] wanted =
        [
            ("sandbox", "UserService.Sandbox", null), // first: the others find it there
            ("api", "UserService.Api", $"http://localhost:{settings.ApiPort}"),
            ("grpc", "UserService.Grpc", $"http://localhost:{settings.GrpcPort}"),
            ("worker", "UserService.Worker", null),
        ];
        var port = ManagementPorts;
        foreach (var (name, project, urls) in wanted)
        {
            ct.ThrowIfCancellationRequested();
            var management = FreePorts.TakeNear(port);
            port = Math.Max(port, management) + 1;
            var values = environment.ForHost(servers!, urls, management, dashboard?.TelemetryEndpoint);
            var output = new HostOutput(name, folder.Logs, arguments.Verbose);
            hosts.Add(new RunningHost(await HostProcess.StartAsync(output, programs.Run(project, values)), urls, management));
        }
    }

    private static async Task WaitUntilReadyAsync(RunningHost host, CancellationToken ct)
    {
        var problem = await Readiness.WaitAsync(host.Ready, ReadyPatience, host.Process.Exited, ct);
        if (host.Process.Exited.IsCompleted)
        {
            throw Died(host.Process.Name, await host.Process.Exited, host.Process.LastLines());
        }

        if (problem is not null)
        {
            throw new StopException($"{host.Process.Name} is not ready after {ReadyPatience.TotalSeconds:0} s: {problem}\nIts last lines:\n{host.Process.LastLines()}");
        }
    }

    private async Task WarnWhenDashboardEndsAsync()
    {
        if (dashboard is not null && await dashboard.Exited is var code && !stopping)
        {
            Terminal.Relay("dashboard", $"ended with code {code}; the stack goes on without it");
        }
    }

    private static StopException Died(string name, int code, string lastLines) =>
        new(ExitCode.ChildDied, $"{name} ended with exit code {code}. Its last lines:\n{lastLines}");

    private static void RequireFree(int port, string variable, string what)
    {
        if (!FreePorts.IsFree(port))
        {
            throw new StopException(ExitCode.PortTaken, $"Port {port}, meant for {what}, is taken: set {variable} to a free one.");
        }
    }
}
