using System.Runtime.InteropServices;
using UserService.DevHost;
using UserService.DevHost.Servers;

if (DevArguments.TryParse(args) is not { } arguments)
{
    Terminal.Complain(DevArguments.Usage);
    return ExitCode.Usage;
}

using var stop = new CancellationTokenSource();
void OnSignal(PosixSignalContext signal)
{
    signal.Cancel = true;
    if (stop.IsCancellationRequested)
    {
        Environment.Exit(128 + 9); // asked twice: the kernel kills the children along with us
    }

    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
try
{
    var programs = HostPrograms.Find();
    var settings = new Settings(Path.Combine(programs.Repository, ".env"));
    using var folder = DevFolder.Open(settings["DEV_FOLDER"] ?? Path.Combine(programs.Repository, ".dev"));
    if (arguments.Fresh)
    {
        folder.Drop();
    }

    if (arguments.Task == DevTask.Migrate)
    {
        return await MigrateAloneAsync(folder, programs, settings);
    }

    await using var stack = new DevStack(arguments, folder, programs, settings);
    return await RunAsync(stack);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Terminal.Say("Stopped.");
    return ExitCode.Stopped;
}
catch (StopException reason)
{
    Terminal.Complain(reason.Message);
    return reason.Code;
}
catch (ServerException reason)
{
    Terminal.Complain(reason.Message);
    return ExitCode.StartFailed;
}

async Task<int> RunAsync(DevStack stack)
{
    try
    {
        await stack.StartAsync(stop.Token);
        await stack.WatchAsync(stop.Token);
        return ExitCode.Stopped;
    }
    catch (StopException reason)
    {
        Terminal.Complain(reason.Message); // before the others are stopped, which takes a while
        return reason.Code;
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        Terminal.Say("Stopping ...");
        throw;
    }
}

async Task<int> MigrateAloneAsync(DevFolder folder, HostPrograms programs, Settings settings)
{
    await using var postgres = await PostgresServer.StartAsync(new ServerOptions(Path.Combine(folder.PrepareServers(), "postgres")), stop.Token);
    await DatabaseSetup.MigrateAsync(programs, folder, new HostEnvironment(settings, folder).ForSetup(postgres), arguments.Verbose, stop.Token);
    Terminal.Say($"Migrated {Screen.WithoutPassword(postgres.ConnectionString)}");
    return ExitCode.Stopped;
}
