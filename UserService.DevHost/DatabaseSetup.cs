using UserService.DevHost.Processes;
using UserService.DevHost.Servers;

namespace UserService.DevHost;

/// <summary>What has to be in the database before a host may start; the Worker's commands put it there.</summary>
internal static class DatabaseSetup
{
    private const string Worker = "UserService.Worker";
    private const string Scopes = "users.read users.find tokens.validate tokens.introspect profiles.read preferences.write";

    public static Task MigrateAsync(HostPrograms programs, DevFolder folder, IReadOnlyDictionary<string, string> environment, bool verbose, CancellationToken ct) =>
        RunAsync(programs.Run(Worker, environment, "migrate"), new HostOutput("migrate", folder.Logs, verbose), ct);

    /// <summary>Registers the development client once and keeps its secret, which the command prints as its last line, out of the logs.</summary>
    public static async Task AddClientAsync(HostPrograms programs, DevFolder folder, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        if (File.Exists(folder.ClientSecret))
        {
            return;
        }

        var command = programs.Run(Worker, environment, "clients", "add", "--id", "development", "--scopes", Scopes);
        using var output = new HostOutput("clients", folder.Logs, verbose: false);
        var lastLine = "";
        void Line(string line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                return;
            }

            if (lastLine.Length > 0)
            {
                output.Line(lastLine);
            }

            lastLine = line;
        }

        await RunToEndAsync(await ChildProcess.StartAsync(command, Line, output.ErrorLine), "clients add", output.LastLines, ct);
        if (lastLine.Length == 0)
        {
            throw new StopException(ExitCode.SetupFailed, "'worker clients add' printed no secret.");
        }

        SecretFile.Write(folder.ClientSecret, lastLine.Trim());
    }

    private static async Task RunAsync(ChildCommand command, HostOutput output, CancellationToken ct)
    {
        using (output)
        {
            await RunToEndAsync(await ChildProcess.StartAsync(command, output.Line, output.ErrorLine), output.Name, output.LastLines, ct);
        }
    }

    private static async Task RunToEndAsync(ChildProcess process, string name, Func<string> lastLines, CancellationToken ct)
    {
        await using var stop = ct.Register(() => process.Send(Signal.Terminate));
        var code = await process.Exited;
        ct.ThrowIfCancellationRequested();
        if (code != 0)
        {
            throw new StopException(ExitCode.SetupFailed, $"'worker {name}' ended with code {code}. Its last lines:\n{lastLines()}");
        }
    }
}
