using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using UserService.Api;
using UserService.DevHost.Servers;
using UserService.Grpc;
using UserService.Tests.Fixtures;
using UserService.Worker;

namespace UserService.Tests.Resilience;

/// <summary>
/// Servers of its own that may be stopped, killed and paused, a proxy in front of each, the three hosts as processes, and everybody whom they
/// call. A round puts load on it, breaks something, mends it, waits for full service and reckons up.
/// </summary>
public sealed class FaultWorld : IAsyncLifetime
{
    private const string ClientId = "faults";
    private readonly TemporaryFolder folder = new("faults");
    private WorldPartners partners = null!;
    private NpgsqlDataSource database = null!;
    private EventQueue queue = null!;
    private SeenEvents seen = null!;
    private string clientSecret = "";

    public PostgresServer Postgres { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public RabbitMqServer RabbitMq { get; private set; } = null!;

    public TcpFaultProxy ToPostgres { get; private set; } = null!;

    public TcpFaultProxy ToRedis { get; private set; } = null!;

    public TcpFaultProxy ToRabbitMq { get; private set; } = null!;

    public Uri ApiAddress { get; private set; } = null!;

    /// <summary>To the gRPC host.</summary>
    public GrpcChannel Channel { get; private set; } = null!;

    internal HostUnderFire Api { get; private set; } = null!;

    internal HostUnderFire Grpc { get; private set; } = null!;

    internal HostUnderFire Worker { get; private set; } = null!;

    internal IReadOnlyList<Partner> Partners => partners.All;

    /// <summary>Who sign in all the while.</summary>
    internal IReadOnlyList<WorldCustomer> Customers { get; private set; } = [];

    public async Task InitializeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        ServerOptions In(string name) => new(Path.Combine(folder.Path, name), Durable: false);
        var (postgres, redis, rabbit) = (PostgresServer.StartAsync(In("postgres"), patience.Token), RedisServer.StartAsync(In("redis"), patience.Token), RabbitMqServer.StartAsync(In("rabbitmq"), patience.Token));
        (Postgres, Redis, RabbitMq) = (await postgres, await redis, await rabbit);
        (ToPostgres, ToRedis, ToRabbitMq) = (TcpFaultProxy.InFrontOf(Postgres.Port), TcpFaultProxy.InFrontOf(Redis.Port), TcpFaultProxy.InFrontOf(RabbitMq.Port));
        partners = await WorldPartners.StartAsync();
        database = NpgsqlDataSource.Create(Postgres.ConnectionString); // past the proxy: for the reckoning
        var environment = WorldSettings.Of(this, partners);
        var worker = new HostCommand(typeof(WorkerHost).Assembly.Location, environment);
        await worker.RunAsync("migrate");
        clientSecret = (await worker.RunAsync("clients", "add", "--id", ClientId, "--scopes", "users.read sessions.revoke")).Trim().Split('\n')[^1];

        ApiAddress = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        var grpcAddress = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        Api = new HostUnderFire(typeof(ApiHost).Assembly.Location, environment, ApiAddress);
        Grpc = new HostUnderFire(typeof(GrpcHost).Assembly.Location, environment, grpcAddress);
        Worker = new HostUnderFire(typeof(WorkerHost).Assembly.Location, environment);
        await Task.WhenAll(Api.StartAsync(), Grpc.StartAsync(), Worker.StartAsync());
        Channel = GrpcChannel.ForAddress(grpcAddress);
        queue = await EventQueue.BindAsync(RabbitMq.ConnectionString, "ledger");
        seen = new SeenEvents(queue);
        using var client = Asking.NewClient(ApiAddress);
        Customers = await Task.WhenAll(WorldCustomer.CreateAsync(client), WorldCustomer.CreateAsync(client));
    }

    public async Task DisposeAsync()
    {
        Channel.Dispose();
        foreach (var host in new[] { Api, Grpc, Worker })
            await host.DisposeAsync();
        await queue.DisposeAsync();
        await database.DisposeAsync();
        foreach (var proxy in new[] { ToPostgres, ToRedis, ToRabbitMq })
            await proxy.DisposeAsync();
        await partners.DisposeAsync();
        foreach (var server in new PrivateServer[] { Postgres, Redis, RabbitMq })
        {
            await server.KillAsync();
            await server.DisposeAsync();
        }

        folder.Dispose();
    }

    /// <summary>Breaks something under load, mends it, waits for full service and reckons up.</summary>
    /// <param name="breakAndMend">Returns when all is mended; may ask on its own account.</param>
    internal async Task<RoundResult> RoundAsync(string fault, Func<Load, Ledger, Task> breakAndMend)
    {
        var ledger = new Ledger();
        var load = new Load(this, await CallerAsync(), ledger);
        using var stop = new CancellationTokenSource();
        var running = load.RunAsync(stop.Token);
        TimeSpan back;
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None); // connections are open and in use
            await breakAndMend(load, ledger);
            var mended = TimeProvider.System.GetTimestamp();
            await new FullService(this, queue).WaitAsync();
            back = TimeProvider.System.GetElapsedTime(mended);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }

        return await new Reckoning(database, seen).ReckonAsync(fault, ledger, back);
    }

    /// <summary>Metadata of a service that may read users and end sessions; its token is new.</summary>
    internal async Task<Metadata> CallerAsync()
    {
        using var client = Asking.NewClient(ApiAddress);
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", ClientId), new("client_secret", clientSecret)]);
        using var response = await client.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        return new Metadata { { "authorization", $"Bearer {token}" } };
    }

    /// <summary>Who registered with this address.</summary>
    internal async Task<Guid?> FindAsync(string email)
    {
        await using var command = database.CreateCommand("SELECT id FROM users WHERE email = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = email });
        return await command.ExecuteScalarAsync() as Guid?;
    }

    /// <summary>The end of what the hosts logged, for whoever looks at a failure.</summary>
    internal string Logs => $"Api:\n{Api.LastLines}\ngRPC:\n{Grpc.LastLines}\nWorker:\n{Worker.LastLines}";

    /// <summary>A connection past the proxy, for a test that gets in the way.</summary>
    internal ValueTask<NpgsqlConnection> ConnectAsync() => database.OpenConnectionAsync();
}
