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

    private ChildProcess(Process process) => this.process = process;

    public int Id { get; private set; }

    /// <summary>Completes with the exit code (128 + n after signal n).</summary>
    public Task<int> Exited => exited.Task;

    public bool IsRunning => !exited.Task.IsCompleted;

    /// <summary>Starts a program whose output goes to the end of a file.</summary>
    public static Task<ChildProcess> StartAsync(ChildCommand command, string logFile)
    {
        // Redirected by the shell, not through pipes: a server must not stall when this process is slow to read, or is itself stopped.
        string[] redirected = ["/bin/sh", "-c", "log=$1; shift; exec </dev/null >>\"$log\" 2>&1; exec \"$@\"", "sh", logFile];
        return StartAsync(command, redirected, output: null);
    }

    /// <summary>Starts a program whose lines of output are handed over as they come.</summary>
    public static Task<ChildProcess> StartAsync(ChildCommand command, Action<string> output) => StartAsync(command, [], output);

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

    private static async Task<ChildProcess> StartAsync(ChildCommand command, string[] prefix, Action<string>? output)
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

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process);
        process.Exited += (_, _) => child.exited.TrySetResult(process.ExitCode);
        await LaunchThread.StartAsync(process);
        child.Id = process.Id;
        if (output is not null)
        {
            process.StandardInput.Close();
            child.Read(output);
        }

        return child;
    }

    private void Read(Action<string> output)
    {
        DataReceivedEventHandler hand = (_, line) =>
        {
            if (line.Data is not null)
            {
                output(line.Data);
            }
        };
        process.OutputDataReceived += hand;
        process.ErrorDataReceived += hand;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }
}
