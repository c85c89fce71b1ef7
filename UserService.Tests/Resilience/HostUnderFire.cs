using System.Collections.Concurrent;
using System.Net.Sockets;
using UserService.DevHost.Processes;

namespace UserService.Tests.Resilience;

/// <summary>One of our hosts as a process of its own, which can be killed at any moment and started again at the same address.</summary>
internal sealed class HostUnderFire(string program, IReadOnlyDictionary<string, string> environment, Uri? address = null) : IAsyncDisposable
{
    private const int LinesKept = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> lines = new();
    private ChildProcess? process;

    /// <summary>The end of what it logged, for whoever looks at a failure.</summary>
    public string LastLines => string.Join('\n', lines);

    public async Task StartAsync()
    {
        var variables = new Dictionary<string, string>(environment);
        if (address is not null)
            variables["ASPNETCORE_URLS"] = address.ToString();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new ChildCommand("dotnet", program) { WorkingFolder = Path.GetDirectoryName(program)!, Environment = variables, InheritEnvironment = true };
        process = await ChildProcess.StartAsync(command, line => Read(line, started), Keep);
        if (await Task.WhenAny(started.Task, process.Exited).WaitAsync(Patience) != started.Task)
            throw new InvalidOperationException($"{Path.GetFileName(program)} did not start:\n{LastLines}");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await process!.KillTreeAsync();
        await process.Exited;
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        process!.Send(Signal.Terminate);
        return process.Exited.WaitAsync(Patience);
    }

    /// <summary>Returns when it takes no new connections.</summary>
    public async Task UntilClosedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(address!.Host, address.Port, patience.Token);
            }
            catch (SocketException)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { IsRunning: true })
            await KillAsync();
    }

    private void Read(string line, TaskCompletionSource started)
    {
        Keep(line);
        if (line.Contains("Application started", StringComparison.Ordinal))
            started.TrySetResult();
    }

    private void Keep(string line)
    {
        lines.Enqueue(line);
        if (lines.Count > LinesKept)
            lines.TryDequeue(out _);
    }
}
