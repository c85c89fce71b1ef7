using UserService.DevHost.Processes;

namespace UserService.DevHost;

/// <summary>One of our own programs as a child process, its output kept in <c>.dev/logs/NAME.log</c>.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    /// <summary>ASP.NET Core drains for up to 30 s by default (HostOptions.ShutdownTimeout); a little more lets it say what it could not finish.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(35);

    private readonly ChildProcess process;
    private readonly HostOutput output;

    private HostProcess(ChildProcess process, HostOutput output) => (this.process, this.output) = (process, output);

    public string Name => output.Name;

    public Task<int> Exited => process.Exited;

    public static async Task<HostProcess> StartAsync(HostOutput output, ChildCommand command) =>
        new(await ChildProcess.StartAsync(command, output.Line, output.ErrorLine), output);

    public string LastLines() => output.LastLines();

    public async ValueTask DisposeAsync()
    {
        if (!await process.StopAsync(Signal.Terminate, DrainPatience))
        {
            Terminal.Complain($"{Name} did not stop within {DrainPatience.TotalSeconds:0} s and was killed.");
        }

        output.Dispose();
    }
}
