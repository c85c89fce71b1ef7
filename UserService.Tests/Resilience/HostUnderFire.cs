using System.Diagnostics;
using UserService.DevHost.Processes;

namespace UserService.Tests.Resilience;

/// <summary>One of our hosts as a process of its own, which can be killed at any moment and started again at the same address.</summary>
internal sealed class HostUnderFire(string program, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Process? process;

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(program) };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync(); // a full pipe would stop it
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains("Application started", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException($"{Path.GetFileName(program)} did not start.");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        PosixCalls.Send(process!.Id, Signal.Terminate);
        using var patience = new CancellationTokenSource(Patience);
        await process!.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        try
        {
            await KillAsync();
        }
        catch (InvalidOperationException)
        {
            // it has ended already
        }
    }
}
