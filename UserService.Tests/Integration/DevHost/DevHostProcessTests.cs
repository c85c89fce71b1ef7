using System.Diagnostics;
using UserService.DevHost;
using UserService.DevHost.Servers;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.DevHost;

/// <summary>DevHost as the process a developer starts.</summary>
public sealed class DevHostProcessTests : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder folder = new("devhost");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Killing_it_leaves_no_server_behind()
    {
        using var devHost = await StartServersAsync();
        var running = ProcessesOf(folder.Path);
        Assert.Contains(running, line => line.Contains("postgres", StringComparison.Ordinal));
        Assert.Contains(running, line => line.Contains("redis-server", StringComparison.Ordinal));
        Assert.Contains(running, line => line.Contains("beam", StringComparison.Ordinal));
        Assert.Contains(running, line => line.Contains("epmd", StringComparison.Ordinal));

        devHost.Kill(entireProcessTree: false); // SIGKILL: it gets no chance to clean up

        await devHost.WaitForExitAsync();
        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_second_one_on_the_same_folder_says_so_and_leaves_the_first_alone()
    {
        using var hold = FolderLock.TryTake(folder.Path);

        using var second = Start();
        var complaint = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();

        Assert.Equal(ExitCode.AlreadyRunning, second.ExitCode);
        Assert.Contains("Another DevHost is running", complaint, StringComparison.Ordinal);
    }

    private async Task<Process> StartServersAsync()
    {
        var process = Start();
        using var patience = new CancellationTokenSource(StartPatience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.TrimStart().StartsWith("rabbitmq", StringComparison.Ordinal))
            {
                return process; // the last line of its screen
            }
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(patience.Token));
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PrivateServers).Assembly.Location, "servers"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DEV_FOLDER"] = folder.Path;
        return Process.Start(start)!;
    }

    private async Task AssertNothingRunsAsync()
    {
        var clock = Stopwatch.StartNew();
        while (ProcessesOf(folder.Path).Count > 0 && clock.Elapsed < EndPatience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        Assert.Empty(ProcessesOf(folder.Path));
    }

    /// <summary>Command lines of processes that work in or below a folder. A zombie has neither a folder nor a command line any more.</summary>
    private static List<string> ProcessesOf(string folder)
    {
        var found = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var command = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
                var workingFolder = new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget ?? "";
                if (command.Length > 0 && workingFolder.StartsWith(folder, StringComparison.Ordinal))
                {
                    found.Add(command);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // gone meanwhile, or another user's
            }
        }

        return found;
    }
}
