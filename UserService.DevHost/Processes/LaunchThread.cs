using System.Collections.Concurrent;
using System.Diagnostics;

namespace UserService.DevHost.Processes;

/// <summary>
/// One thread that starts every child and lives as long as this process. The kernel ties a child's death signal to the THREAD that forked it
/// (prctl(2), PR_SET_PDEATHSIG): a child started from the thread pool would be killed as soon as the pool let that idle thread go.
/// </summary>
internal static class LaunchThread
{
    private static readonly BlockingCollection<Action> Launches = [];

    static LaunchThread()
    {
        new Thread(() =>
        {
            foreach (var launch in Launches.GetConsumingEnumerable())
            {
                launch();
            }
        })
        { IsBackground = true, Name = "child launcher" }.Start();
    }

    public static Task<Process> StartAsync(Process process)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Launches.Add(() =>
        {
            try
            {
                process.Start();
                started.SetResult(process);
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        });
        return started.Task;
    }
}
