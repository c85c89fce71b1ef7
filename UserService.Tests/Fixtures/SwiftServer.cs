using System.Globalization;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using UserService.DevHost.Processes;
using UserService.DevHost.Servers;

namespace UserService.Tests.Fixtures;

/// <summary>OpenStack Swift with its S3 API: a real object store that verifies signatures, from Debian's packages, in a folder of its own.</summary>
internal sealed class SwiftServer : IAsyncDisposable
{
    public const string Bucket = "files";
    public const string AccessKey = "bank:files";
    public const string SecretKey = "the-secret-of-the-test";
    private static readonly string[] Backends = ["account", "container", "object"];
    private readonly TemporaryFolder folder = new("swift");
    private readonly List<ChildProcess> processes = [];
    private readonly int port = FreePorts.Take();

    public static bool IsInstalled => Backends.Append("proxy").All(name => File.Exists($"/usr/bin/swift-{name}-server")) && File.Exists("/usr/bin/swift-ring-builder");

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public Dictionary<string, string?> Settings => new()
    {
        ["Storage:Provider"] = "s3",
        ["Storage:S3:ServiceUrl"] = Address,
        ["Storage:S3:Bucket"] = Bucket,
        ["Storage:S3:AccessKey"] = AccessKey,
        ["Storage:S3:SecretKey"] = SecretKey,
        ["Storage:S3:ServerSideEncryption"] = "false", // Swift encrypts below its API
        ["Storage:S3:Timeout"] = "00:00:05",
    };

    public static async Task<SwiftServer> StartAsync()
    {
        var swift = new SwiftServer();
        try
        {
            Directory.CreateDirectory(Path.Combine(swift.folder.Path, "devices", "d1"));
            foreach (var name in Backends)
                await swift.StartBackendAsync(name, FreePorts.Take());
            await swift.StartProxyAsync();
            using var client = swift.NewClient();
            await client.PutBucketAsync(Bucket);
            return swift;
        }
        catch
        {
            await swift.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops or lets go on all its processes, as a store that hangs.</summary>
    public void Hang(bool hang)
    {
        foreach (var process in processes)
            process.Send(hang ? Signal.Stop : Signal.Continue);
    }

    /// <summary>A client of one's own, to look into the store.</summary>
    public AmazonS3Client NewClient() =>
        new(new BasicAWSCredentials(AccessKey, SecretKey), new AmazonS3Config { ServiceURL = Address, ForcePathStyle = true, UseHttp = true, AuthenticationRegion = "us-east-1" });

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.KillTreeAsync();
        folder.Dispose();
    }

    private async Task StartBackendAsync(string name, int at)
    {
        await RingAsync($"{name}.builder", "create", "4", "1", "1");
        await RingAsync($"{name}.builder", "add", string.Create(CultureInfo.InvariantCulture, $"r1z1-127.0.0.1:{at}/d1"), "1");
        await RingAsync($"{name}.builder", "rebalance");
        await StartAsync(name, at, $"devices = {folder.Path}/devices\nmount_check = false\n[pipeline:main]\npipeline = {name}-server\n[app:{name}-server]\nuse = egg:swift#{name}\n");
    }

    // Its authentication asks for a cache; one that is away will do.
    private Task StartProxyAsync() => StartAsync(
        "proxy",
        port,
        $"""
        [pipeline:main]
        pipeline = catch_errors gatekeeper cache s3api tempauth proxy-server
        [filter:catch_errors]
        use = egg:swift#catch_errors
        [filter:gatekeeper]
        use = egg:swift#gatekeeper
        [filter:cache]
        use = egg:swift#memcache
        memcache_servers = 127.0.0.1:1
        [filter:s3api]
        use = egg:swift#s3api
        location = us-east-1
        auth_pipeline_check = false
        allow_multipart_uploads = false
        [filter:tempauth]
        use = egg:swift#tempauth
        user_{AccessKey.Replace(':', '_')} = {SecretKey} .admin
        [app:proxy-server]
        use = egg:swift#proxy
        account_autocreate = true
        conn_timeout = 10
        node_timeout = 30

        """);

    private async Task StartAsync(string name, int at, string settings)
    {
        var file = Path.Combine(folder.Path, $"{name}-server.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = {at}\nworkers = 0\nuser = {Environment.UserName}\nswift_dir = {folder.Path}\n{settings}"));
        processes.Add(await ChildProcess.StartAsync(new ChildCommand($"swift-{name}-server", file) { WorkingFolder = folder.Path }, Path.Combine(folder.Path, $"{name}.log")));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await AnswersAsync(at))
        {
            if (!processes[^1].IsRunning || patience.IsCancellationRequested)
                Assert.Fail($"swift-{name}-server does not start: {await File.ReadAllTextAsync(Path.Combine(folder.Path, $"{name}.log"))}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task RingAsync(params string[] arguments)
    {
        var process = await ChildProcess.StartAsync(new ChildCommand("swift-ring-builder", arguments) { WorkingFolder = folder.Path }, Path.Combine(folder.Path, "rings.log"));
        if (await process.Exited is not 0)
            Assert.Fail(await File.ReadAllTextAsync(Path.Combine(folder.Path, "rings.log")));
    }

    private static async Task<bool> AnswersAsync(int at)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", at);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>A test against Swift. Skipped, with the reason, where it is not installed: scripts/test.sh installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SwiftFactAttribute : FactAttribute
{
    public SwiftFactAttribute() => Skip = SwiftServer.IsInstalled ? null : "There is no Swift: install Debian's packages swift-proxy, swift-account, swift-container and swift-object.";
}
