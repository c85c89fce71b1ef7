using System.Diagnostics;

namespace UserService.DevHost.Processes;

/// <summary>
/// A process that cannot outlive this one: the kernel kills it when this process dies in whatever way. It runs in a session of its own,
/// so that Ctrl-C in the terminal reaches only this process, which then stops its children in the right order.
/// </summary>
internal sealed class ChildProcess
{
    private readonly Process process;
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process) => (this.process, Id) = (process, process.Id);

    public int Id { get; }

    /// <summary>Completes with the exit code (128 + n after signal n).</summary>
    public Task<int> Exited => exited.Task;

    public bool IsRunning => !exited.Task.IsCompleted;

    /// <summary>Starts a program whose output goes to the end of a file.</summary>
    public static Task<ChildProcess> StartAsync(ChildCommand command, string logFile)
    {
        // Redirected by the shell, not through pipes: a server must not stall when this process is slow to read, or is itself stopped.
        string[] redirected = ["/bin/sh", "-c", "log=$1; shift; exec </dev/null >>\"$log\" 2>&1; exec \"$@\"", "sh", logFile];
        return StartAsync(command, redirected, null, null);
    }

    /// <summary>Starts a program whose lines of output are handed over as they come, all of them before <see cref="Exited"/> completes.</summary>
    public static Task<ChildProcess> StartAsync(ChildCommand command, Action<string> output, Action<string> errors) => StartAsync(command, [], output, errors);

    public void Send(Signal signal) => PosixCalls.Send(Id, signal);

    public Task KillTreeAsync() => ProcessTree.KillAsync(Id);

    /// <summary>Asks with a signal, waits, and kills the whole tree when asking was not enough. Returns whether asking was enough.</summary>
    public async Task<bool> StopAsync(Signal signal, TimeSpan patience)
    {
        if (!IsRunning)
        {
            return true;
        }

        Send(signal);
        if (await Task.WhenAny(Exited, Task.Delay(patience)) == Exited)
        {
            return true;
        }

        await KillTreeAsync();
        await Exited;
        return false;
    }

    private static async Task<ChildProcess> StartAsync(ChildCommand command, string[] prefix, Action<string>? output, Action<string>? errors)
    {
        string[] line = [.. prefix, "setsid", "setpriv", "--pdeathsig", "KILL", .. command.RunAs, command.Program, .. command.Arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = command.WorkingFolder,
            RedirectStandardOutput = output is not null,
            RedirectStandardError = output is not null,
            RedirectStandardInput = output is not null,
        };
        if (!command.InheritEnvironment)
        {
            start.Environment.Clear();
            start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
            start.Environment["LANG"] = "C.UTF-8";
        }

        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(await LaunchThread.StartAsync(new Process { StartInfo = start }));
        if (output is not null && errors is not null)
        {
            child.Read(output, errors);
        }

        _ = child.WatchAsync();
        return child;
    }

    private void Read(Action<string> output, Action<string> errors)
    {
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Hand(line.Data, output);
        process.ErrorDataReceived += (_, line) => Hand(line.Data, errors);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task WatchAsync()
    {
        await process.WaitForExitAsync();
        exited.SetResult(process.ExitCode);
    }

    private static void Hand(string? line, Action<string> receiver)
    {
        if (line is not null)
        {
            receiver(line);
        }
    }
}
