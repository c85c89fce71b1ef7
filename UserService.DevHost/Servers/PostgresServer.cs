using System.Globalization;
using UserService.DevHost.Processes;

namespace UserService.DevHost.Servers;

/// <summary>A private PostgreSQL cluster with the empty database <c>userdb</c>, reached with a password over TCP only.</summary>
public sealed class PostgresServer : PrivateServer
{
    private const string UserName = "userservice";

    private PostgresServer(ServerOptions options)
        : base("postgres", "postgres", options)
    {
    }

    public override string ConnectionString => ConnectionStringFor("userdb");

    private protected override Signal GracefulStop => Signal.Interrupt; // "fast shutdown": does not wait for clients to leave

    private string StateFile => Path.Combine(DataFolder, "postmaster.pid");

    /// <exception cref="ServerException">PostgreSQL is not installed or does not start; the message says what to do.</exception>
    public static async Task<PostgresServer> StartAsync(ServerOptions options, CancellationToken ct) =>
        PostgresPrograms.IsInstalled ? await StartAsync(new PostgresServer(options), ct) : throw ServerException.Missing("postgresql");

    /// <summary>How a client reaches one database of this server. The user may create others.</summary>
    public string ConnectionStringFor(string database) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username={UserName};Password={Password}";

    private protected override async Task PrepareAsync(CancellationToken ct)
    {
        User.Own(Folder);
        if (!Directory.Exists(DataFolder))
        {
            await CreateClusterAsync(ct);
        }

        ForgetDeadPostmaster();
    }

    private protected override Task<ChildProcess> StartProcessAsync(CancellationToken ct)
    {
        List<string> arguments =
        [
            "-D", DataFolder, "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "max_connections=300", // three hosts and a test run, each with a pool of up to 100 connections (Npgsql's default)
        ];
        if (!Durable)
        {
            arguments.AddRange(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }

        return ChildProcess.StartAsync(Run(PostgresPrograms.For(DataFolder), "postgres", arguments), LogFile);
    }

    private protected override async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        // What pg_ctl looks at: line 1 is the process, line 8 the state (src/include/utils/pidfile.h).
        try
        {
            return await File.ReadAllLinesAsync(StateFile, ct) is [var id, _, _, _, _, _, _, var state, ..]
                && id == ProcessId.ToString(CultureInfo.InvariantCulture) && state.Trim() == "ready";
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private async Task CreateClusterAsync(CancellationToken ct)
    {
        // Built beside its place and moved there when complete: an interrupted first start must not leave half a cluster.
        var unfinished = DataFolder + ".unfinished";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        var programs = PostgresPrograms.Newest();
        var passwordFile = Path.Combine(Folder, "initial-password");
        User.Write(passwordFile, Password);
        List<string> arguments =
        [
            "-D", unfinished, "-U", UserName, "-A", "scram-sha-256", "--pwfile", passwordFile, "-E", "UTF8", "--locale=C.UTF-8",
            .. Durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        await RunToEndAsync(Run(programs, "initdb", arguments), ct);
        File.Delete(passwordFile);
        var statement = Path.Combine(Folder, "create.sql");
        User.Write(statement, "CREATE DATABASE userdb;\n");
        var single = new ChildCommand("/bin/sh", "-c", "exec \"$1\" --single -F -D \"$2\" postgres <\"$3\"", "sh", Path.Combine(programs, "postgres"), unfinished, statement)
        {
            WorkingFolder = Folder,
            RunAs = User.SetprivOptions,
        };
        await RunToEndAsync(single, ct);
        File.Delete(statement);
        Directory.Move(unfinished, DataFolder);
    }

    /// <summary>After a kill PostgreSQL's own note of its process stays; where that number belongs to another program by now, the next start would be refused.</summary>
    private void ForgetDeadPostmaster()
    {
        if (File.Exists(StateFile)
            && int.TryParse(File.ReadLines(StateFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var id)
            && !CommandLine(id).Contains(DataFolder, StringComparison.Ordinal))
        {
            File.Delete(StateFile);
        }
    }

    private static string CommandLine(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private ChildCommand Run(string programs, string program, IReadOnlyList<string> arguments) =>
        new(Path.Combine(programs, program), arguments) { WorkingFolder = Folder, RunAs = User.SetprivOptions };

    private async Task RunToEndAsync(ChildCommand command, CancellationToken ct)
    {
        var child = await ChildProcess.StartAsync(command, LogFile);
        if (await Task.WhenAny(child.Exited, Task.Delay(Timeout.Infinite, ct)) != child.Exited)
        {
            await child.KillTreeAsync();
        }

        var code = await child.Exited;
        ct.ThrowIfCancellationRequested();
        if (code != 0)
        {
            throw new ServerException($"PostgreSQL could not make its data folder (code {code}). The end of {LogFile}:\n{LastLines()}");
        }
    }
}
