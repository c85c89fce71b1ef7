using System.Globalization;
using UserService.DevHost.Processes;

namespace UserService.DevHost.Servers;

/// <summary>
/// A private RabbitMQ node with a port mapper (epmd) of its own: the machine's shared one would make node names clash, and the node would
/// otherwise start one as a daemon that stays behind.
/// </summary>
public sealed class RabbitMqServer : PrivateServer
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string UserName = "userservice";
    private static readonly TimeSpan PortMapperPatience = TimeSpan.FromSeconds(2);
    private ChildProcess? portMapper;

    private RabbitMqServer(ServerOptions options)
        : base("rabbitmq", "rabbitmq", options)
    {
    }

    internal static bool IsInstalled => File.Exists(Program);

    public override string ConnectionString => $"amqp://{UserName}:{Password}@127.0.0.1:{Port}/";

    /// <exception cref="ServerException">RabbitMQ is not installed or does not start; the message says what to do.</exception>
    public static async Task<RabbitMqServer> StartAsync(ServerOptions options, CancellationToken ct) =>
        IsInstalled ? await StartAsync(new RabbitMqServer(options), ct) : throw ServerException.Missing("rabbitmq-server");

    private protected override Task PrepareAsync(CancellationToken ct)
    {
        User.Own(Folder);
        User.Own(DataFolder);
        User.Write(Path.Combine(Folder, "enabled_plugins"), "[].\n");
        User.Write(Path.Combine(Folder, "environment"), ""); // instead of the machine's /etc/rabbitmq/rabbitmq-env.conf
        return Task.CompletedTask;
    }

    private protected override async Task<ChildProcess> StartProcessAsync(CancellationToken ct)
    {
        User.Write(Path.Combine(Folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            default_user = {UserName}
            default_pass = {Password}
            log.file = false
            log.console = true
            log.console.level = info

            """);
        var mapperPort = FreePorts.Take();
        var environment = NodeEnvironment(mapperPort);
        ChildCommand Run(string program, params string[] arguments) =>
            new(program, arguments) { WorkingFolder = Folder, RunAs = User.SetprivOptions, Environment = environment };

        portMapper = await ChildProcess.StartAsync(Run("/usr/bin/epmd", "-port", mapperPort.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"), LogFile);
        return await ChildProcess.StartAsync(Run(Program), LogFile);
    }

    private protected override Task<bool> IsReadyAsync(CancellationToken ct) =>
        // AMQP 0-9-1, section 4.2.2: the client opens with the protocol header, a server that is ready answers with a method frame (type 1).
        LoopbackProbe.AnswersAsync(Port, "AMQP\0\0\u0009\u0001"u8.ToArray(), answer => answer is [1, ..], ct);

    private protected override async Task AfterExitAsync()
    {
        if (portMapper is not null)
        {
            await portMapper.StopAsync(Signal.Kill, PortMapperPatience); // it has nothing to lose
        }
    }

    private Dictionary<string, string> NodeEnvironment(int mapperPort) => new()
    {
        ["HOME"] = Folder, // the node's secret cookie goes there
        ["RABBITMQ_NODENAME"] = "rabbit@localhost",
        ["RABBITMQ_DIST_PORT"] = FreePorts.Take().ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "rabbitmq"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(Folder, "environment"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = DataFolder,
        ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "log"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(Folder, "pid"),
        ["ERL_EPMD_PORT"] = mapperPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
        ["detached"] = "true", // the start script becomes the node (exec) instead of waiting for it as its parent
    };
}
