using System.Text;
using UserService.DevHost.Processes;

namespace UserService.DevHost.Servers;

/// <summary>A private Redis. Durable: an append-only file written out every second; else memory only.</summary>
public sealed class RedisServer : PrivateServer
{
    private const string Program = "/usr/bin/redis-server";

    private RedisServer(ServerOptions options)
        : base("redis", "redis", options)
    {
    }

    internal static bool IsInstalled => File.Exists(Program);

    /// <summary>In the form of StackExchange.Redis.</summary>
    public override string ConnectionString => $"127.0.0.1:{Port},password={Password}";

    /// <exception cref="ServerException">Redis is not installed or does not start; the message says what to do.</exception>
    public static async Task<RedisServer> StartAsync(ServerOptions options, CancellationToken ct) =>
        IsInstalled ? await StartAsync(new RedisServer(options), ct) : throw ServerException.Missing("redis-server");

    private protected override Task PrepareAsync(CancellationToken ct)
    {
        User.Own(Folder);
        User.Own(DataFolder);
        return Task.CompletedTask;
    }

    private protected override Task<ChildProcess> StartProcessAsync(CancellationToken ct)
    {
        // In a file, not in arguments, because everybody on the machine can read those.
        var settings = Path.Combine(Folder, "redis.conf");
        User.Write(settings, $"""
            bind 127.0.0.1
            port {Port}
            requirepass {Password}
            dir "{DataFolder}"
            appendonly {(Durable ? "yes" : "no")}
            save ""
            daemonize no
            """);
        return ChildProcess.StartAsync(new ChildCommand(Program, settings) { WorkingFolder = DataFolder, RunAs = User.SetprivOptions }, LogFile);
    }

    private protected override Task<bool> IsReadyAsync(CancellationToken ct) =>
        LoopbackProbe.AnswersAsync(Port, Encoding.ASCII.GetBytes($"AUTH {Password}\r\n"), answer => answer.AsSpan().StartsWith("+OK"u8), ct);
}
