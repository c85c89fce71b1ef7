using System.Globalization;
using UserService.DevHost.Processes;

namespace UserService.DevHost.Servers;

/// <summary>
/// A real server as a child process: its own data folder, its own free port on 127.0.0.1, its own password. It dies with this process.
/// Data survive a stop, a kill and a restart.
/// </summary>
public abstract class PrivateServer : IAsyncDisposable
{
    private const int LinesShown = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly ServerOptions options;
    private readonly FolderLock folderLock;
    private ChildProcess? process;
    private bool disposed;

    private protected PrivateServer(string name, string userName, ServerOptions options)
    {
        (Name, this.options) = (name, options);
        Folder = Path.GetFullPath(options.Folder);
        User = ServerUser.Find(userName);
        folderLock = FolderLock.TryTake(Folder) ?? throw new ServerException($"Another process uses {Folder}: stop it first, or take another folder.");
        Password = SecretFile.Password(Path.Combine(Folder, "password"));
    }

    /// <summary>What it is, for people: postgres, redis or rabbitmq.</summary>
    public string Name { get; }

    public string Folder { get; }

    /// <summary>The TCP port on 127.0.0.1; the same for the life of this object.</summary>
    public int Port { get; private set; }

    /// <summary>How a client reaches it, password included.</summary>
    public abstract string ConnectionString { get; }

    public string LogFile => Path.Combine(Folder, "log.txt");

    public bool IsRunning => process is { IsRunning: true };

    /// <summary>The server's main process.</summary>
    public int ProcessId => process?.Id ?? throw new InvalidOperationException($"{Name} was never started.");

    /// <summary>Completes with the exit code when the process of the latest start ends, for whatever reason.</summary>
    public Task<int> Exited => process?.Exited ?? throw new InvalidOperationException($"{Name} was never started.");

    private protected string Password { get; }

    private protected ServerUser User { get; }

    private protected bool Durable => options.Durable;

    private protected string DataFolder => Path.Combine(Folder, "data");

    private protected virtual Signal GracefulStop => Signal.Terminate;

    /// <summary>Starts the same server again: same data, same port.</summary>
    public async Task StartAgainAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (IsRunning)
        {
            throw new InvalidOperationException($"{Name} is running.");
        }

        await LaunchAsync(ct);
    }

    /// <summary>Stops as an operator would: clients are told, data written out.</summary>
    public async Task StopAsync()
    {
        if (process is null)
        {
            return;
        }

        await ResumeAsync(); // a stopped process cannot hear the signal
        await process.StopAsync(GracefulStop, options.StopTimeout);
        await AfterExitAsync();
    }

    /// <summary>SIGKILL to the whole process tree; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        if (process is null)
        {
            return;
        }

        await process.KillTreeAsync();
        await process.Exited;
        await AfterExitAsync();
    }

    /// <summary>SIGSTOP to the whole process tree: connections stay open and nothing answers.</summary>
    public Task PauseAsync() => SendToTree(Signal.Stop);

    /// <summary>SIGCONT to the whole process tree.</summary>
    public Task ResumeAsync() => SendToTree(Signal.Continue);

    /// <summary>The end of the server's log, for error messages.</summary>
    public string LastLines() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(LinesShown)) : "";

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (!disposed)
        {
            disposed = true;
            await StopAsync();
            folderLock.Dispose();
        }
    }

    private protected static async Task<T> StartAsync<T>(T server, CancellationToken ct)
        where T : PrivateServer
    {
        try
        {
            if (!server.User.CanReach(Path.GetDirectoryName(server.Folder)!))
            {
                throw new ServerException($"The user that runs {server.Name} cannot reach {server.Folder}: take a folder that all users may enter.");
            }

            await server.PrepareAsync(ct);
            await server.StartOnFreePortAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the data folder ready; runs once for each object.</summary>
    private protected abstract Task PrepareAsync(CancellationToken ct);

    /// <summary>Starts the process; it need not be ready.</summary>
    private protected abstract Task<ChildProcess> StartProcessAsync(CancellationToken ct);

    private protected abstract Task<bool> IsReadyAsync(CancellationToken ct);

    private protected virtual Task AfterExitAsync() => Task.CompletedTask;

    private async Task StartOnFreePortAsync(CancellationToken ct)
    {
        var portFile = Path.Combine(Folder, "port");
        var last = File.Exists(portFile) ? int.Parse(await File.ReadAllTextAsync(portFile, ct), CultureInfo.InvariantCulture) : 0;
        Port = options.Port ?? (last != 0 && FreePorts.IsFree(last) ? last : FreePorts.Take());
        try
        {
            await LaunchAsync(ct);
        }
        catch (ServerException) when (options.Port is null && !FreePorts.IsFree(Port))
        {
            Port = FreePorts.Take(); // somebody else was faster by a moment
            await LaunchAsync(ct);
        }

        await File.WriteAllTextAsync(portFile, $"{Port}", ct);
    }

    private async Task LaunchAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.StartTimeout);
        process = await StartProcessAsync(ct);
        try
        {
            while (!await IsReadyAsync(patience.Token))
            {
                await Task.Delay(Look, patience.Token);
                if (!process.IsRunning)
                {
                    await AfterExitAsync();
                    throw new ServerException($"{Name} ended with code {await process.Exited} while starting. The end of {LogFile}:\n{LastLines()}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            ct.ThrowIfCancellationRequested();
            throw new ServerException($"{Name} was not ready within {options.StartTimeout.TotalSeconds:0} s. The end of {LogFile}:\n{LastLines()}");
        }
    }

    private Task SendToTree(Signal signal)
    {
        if (IsRunning)
        {
            ProcessTree.Send(ProcessId, signal);
        }

        return Task.CompletedTask;
    }
}
