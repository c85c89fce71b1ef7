using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Npgsql;
using UserService.Api;
using UserService.Core.Notifications.Reports;
using UserService.DevHost.Servers;
using UserService.Tests.Fixtures;
using UserService.Worker;

namespace UserService.Tests.Resilience;

/// <summary>
/// Servers of its own that may be stopped, killed and paused, a proxy in front of each, an Api and a Worker as processes, and clients that
/// register customers all the while and keep a ledger.
/// </summary>
public sealed class FaultWorld : IAsyncLifetime
{
    private const int Clients = 4;

    /// <summary>Longer than any answer may take: the host's own limits are to be met first.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TemporaryFolder folder = new("faults");
    private Dictionary<string, string> environment = [];
    private EventQueue queue = null!;
    private NpgsqlDataSource database = null!;

    public PostgresServer Postgres { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public RabbitMqServer RabbitMq { get; private set; } = null!;

    public TcpFaultProxy ToPostgres { get; private set; } = null!;

    public TcpFaultProxy ToRedis { get; private set; } = null!;

    public TcpFaultProxy ToRabbitMq { get; private set; } = null!;

    internal HostUnderFire Api { get; private set; } = null!;

    internal HostUnderFire Worker { get; private set; } = null!;

    private Uri ApiAddress { get; } = new($"http://127.0.0.1:{FreePorts.Take()}");

    public async Task InitializeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        ServerOptions In(string name) => new(Path.Combine(folder.Path, name), Durable: false);
        var (postgres, redis, rabbit) = (PostgresServer.StartAsync(In("postgres"), patience.Token), RedisServer.StartAsync(In("redis"), patience.Token), RabbitMqServer.StartAsync(In("rabbitmq"), patience.Token));
        (Postgres, Redis, RabbitMq) = (await postgres, await redis, await rabbit);
        (ToPostgres, ToRedis, ToRabbitMq) = (TcpFaultProxy.InFrontOf(Postgres.Port), TcpFaultProxy.InFrontOf(Redis.Port), TcpFaultProxy.InFrontOf(RabbitMq.Port));
        environment = Variables();
        database = NpgsqlDataSource.Create(Postgres.ConnectionString); // past the proxy: for the reckoning
        await new HostCommand(typeof(WorkerHost).Assembly.Location, environment).RunAsync("migrate");
        Api = new HostUnderFire(typeof(ApiHost).Assembly.Location, new Dictionary<string, string>(environment) { ["ASPNETCORE_URLS"] = ApiAddress.ToString() });
        Worker = new HostUnderFire(typeof(WorkerHost).Assembly.Location, environment);
        await Task.WhenAll(Api.StartAsync(), Worker.StartAsync());
        queue = await EventQueue.BindAsync(RabbitMq.ConnectionString, "ledger");
    }

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        await Worker.DisposeAsync();
        await queue.DisposeAsync();
        await database.DisposeAsync();
        foreach (var proxy in new[] { ToPostgres, ToRedis, ToRabbitMq })
            await proxy.DisposeAsync();
        foreach (var server in new PrivateServer[] { Postgres, Redis, RabbitMq })
        {
            await server.KillAsync();
            await server.DisposeAsync();
        }

        folder.Dispose();
    }

    /// <summary>Breaks something under load, mends it, waits for full service and reckons up.</summary>
    /// <param name="breakAndMend">Returns when all is mended.</param>
    internal async Task<RoundResult> RoundAsync(string fault, Func<Task> breakAndMend)
    {
        var ledger = new Ledger();
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, Clients).Select(_ => RegisterAsync(ledger, stop.Token)).Append(PublishAsync(ledger, stop.Token)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        await breakAndMend();
        var mended = TimeProvider.System.GetTimestamp();
        await FullServiceAsync();
        var back = TimeProvider.System.GetElapsedTime(mended);
        await stop.CancelAsync();
        await Task.WhenAll(load);
        return await ReckonAsync(fault, ledger, back);
    }

    /// <summary>Asks the Api to stop while requests are under way; gives what they were answered, and starts it again.</summary>
    internal async Task<IReadOnlyList<HttpStatusCode>> TerminateUnderLoadAsync()
    {
        using var client = new HttpClient { BaseAddress = ApiAddress, Timeout = AnswerLimit };
        var requests = Enumerable.Range(0, 16).Select(async _ => await client.PostAsJsonAsync("/v1/auth/register", Body(NewAddress()))).ToList();
        await Task.WhenAny(requests); // the others are being worked on: hashing takes one after the other
        var exit = await Api.TerminateAsync();
        var answers = await Task.WhenAll(requests);
        Assert.Equal(0, exit);
        await Api.StartAsync();
        return [.. answers.Select(a => a.StatusCode)];
    }

    private async Task RegisterAsync(Ledger ledger, CancellationToken stop)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) }) { BaseAddress = ApiAddress, Timeout = AnswerLimit };
        while (!stop.IsCancellationRequested)
        {
            var email = NewAddress();
            try
            {
                using var response = await client.PostAsJsonAsync("/v1/auth/register", Body(email), CancellationToken.None);
                if (response.StatusCode is HttpStatusCode.Accepted)
                    ledger.Acknowledge(email);
                else if (response.StatusCode is HttpStatusCode.ServiceUnavailable && response.Content.Headers.ContentType?.MediaType == "application/problem+json")
                    ledger.Refuse();
                else
                    ledger.Note($"{(int)response.StatusCode} {response.Content.Headers.ContentType?.MediaType}");
            }
            catch (HttpRequestException)
            {
                ledger.Break();
                await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
            }
            catch (TaskCanceledException)
            {
                ledger.Note($"no answer within {AnswerLimit.TotalSeconds:0} s");
            }
        }
    }

    // Another service's events, each twice; what the broker has confirmed must be taken exactly once.
    private async Task PublishAsync(Ledger ledger, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var other = await ForeignEvents.ConnectAsync(RabbitMq.ConnectionString);
                while (!stop.IsCancellationRequested)
                {
                    var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
                    var report = ForeignEvents.Envelope(PlatformReports.Type, new { notificationId = id, status = "delivered" }, id);
                    await other.PublishAsync(PlatformReports.Exchange, PlatformReports.Type, report);
                    ledger.Publish(id);
                    await other.PublishAsync(PlatformReports.Exchange, PlatformReports.Type, report);
                    await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
                }
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or OperationCanceledException or TimeoutException or ObjectDisposedException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None); // the broker is away
            }
        }
    }

    /// <summary>Full service: a new customer registers and the event of it arrives.</summary>
    private async Task FullServiceAsync()
    {
        using var client = new HttpClient { BaseAddress = ApiAddress, Timeout = TimeSpan.FromSeconds(5) };
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var email = NewAddress();
            try
            {
                using var response = await client.PostAsJsonAsync("/v1/auth/register", Body(email), patience.Token);
                if (response.StatusCode is HttpStatusCode.Accepted && await IdOfAsync(email) is { } id)
                {
                    while (!queue.Of(id).Any(e => e.Type == "user.registered.v1"))
                        await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or NpgsqlException or TaskCanceledException && !patience.IsCancellationRequested)
            {
                // not yet
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }

    private async Task<RoundResult> ReckonAsync(string fault, Ledger ledger, TimeSpan back)
    {
        var ids = new List<Guid>();
        foreach (var email in ledger.Acknowledged)
        {
            if (await IdOfAsync(email) is { } id)
                ids.Add(id);
        }

        await UntilAsync(async () => await CountAsync("SELECT count(*) FROM outbox_messages WHERE sent_at IS NULL") == 0);
        var published = ledger.Published.ToArray();
        await UntilAsync(async () => await TakenAsync(published) == published.Length);
        await UntilAsync(() => Task.FromResult(ids.TrueForAll(id => queue.Of(id).Count > 0)));

        // The same event twice is a copy that a consumer's inbox passes over; two events of one registration would be a second effect.
        var events = ids.ConvertAll(id => queue.Of(id).Where(e => e.Type == "user.registered.v1").ToList());
        return new RoundResult(
            fault, ledger.Acknowledged.Count, ids.Count,
            events.Count(all => all.Select(e => e.Id).Distinct().Count() != 1), events.Sum(all => all.Count - all.Select(e => e.Id).Distinct().Count()),
            published.Length, await TakenAsync(published), ledger.Refused, ledger.Broken, ledger.Wrong.Count, back);
    }

    private async Task<Guid?> IdOfAsync(string email)
    {
        await using var command = database.CreateCommand("SELECT id FROM users WHERE email = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = email });
        return await command.ExecuteScalarAsync() as Guid?;
    }

    private async Task<int> TakenAsync(string[] ids)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM inbox_messages WHERE event_id = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = ids });
        return (int)(long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // What does not come in time is left to the ledger, which says what is missing.
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!patience.IsCancellationRequested && !await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
    }

    private static string NewAddress() => $"ledger-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}@example.com";

    private static object Body(string email) => new Registration(email, "violet-Kestrel-42x").Body;

    private Dictionary<string, string> Variables() => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ConnectionStrings__userdb"] = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Port = ToPostgres.Port }.ConnectionString,
        ["ConnectionStrings__cache"] = Redis.ConnectionString.Replace($":{Redis.Port}", $":{ToRedis.Port}", StringComparison.Ordinal),
        ["ConnectionStrings__messaging"] = RabbitMq.ConnectionString.Replace($":{RabbitMq.Port}/", $":{ToRabbitMq.Port}/", StringComparison.Ordinal),
        ["Protection__MasterKey"] = "not a secret: the master key of databases that tests throw away",
        ["Tokens__Issuer"] = "https://id.bank.example",
        ["RateLimits__Enabled"] = "false",
        ["Inbox__RetryDelay"] = "00:00:00.050",
    };
}
