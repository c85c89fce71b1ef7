using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using UserService.Api;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Persistence;
using UserService.Worker;

namespace UserService.Tests.Fixtures;

/// <summary>The real Api on Kestrel and the real Worker, in this process, with a database of their own. What tests do with it is in Stack.Customers.cs.</summary>
public sealed partial class Stack : IAsyncDisposable
{
    private const string MasterKey = "the master key of databases that tests throw away, for whoever reads this";
    private readonly StackOptions options;
    private readonly Dictionary<string, string?> settings;
    private readonly List<WebApplication> workers = [];
    private readonly List<WebApplication> replicas = [];
    private readonly NpgsqlDataSource database;
    private WebApplication api = null!;

    private Stack(StackOptions options, Dictionary<string, string?> settings, string connectionString)
    {
        (this.options, this.settings) = (options, settings);
        database = NpgsqlDataSource.Create(connectionString);
    }

    /// <summary>Speaks to the Api without any token.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>What both hosts take for the time. Tests of one stack run one after another; each may put it forward.</summary>
    public ShiftedTime Clock { get; } = new();

    /// <summary>What the hosts logged.</summary>
    public CapturedLogs Logs { get; } = new();

    public EventQueue Events { get; private set; } = null!;

    /// <summary>Where this stack's Workers take events of other services from.</summary>
    public string InboxQueue => settings["Inbox:Queue"]!;

    public Uri Address => new(api.Urls.Single());

    /// <summary>The hosts' configuration, for one more of them.</summary>
    internal IReadOnlyDictionary<string, string?> Configuration => settings;

    /// <summary>The Worker's configuration as environment variables, for one that runs as a process of its own.</summary>
    public IReadOnlyDictionary<string, string> WorkerEnvironment => settings
        .Where(s => s.Value is not null).ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!)
        .Append(new("ASPNETCORE_ENVIRONMENT", options.Environment)).ToDictionary();

    internal static async Task<Stack> StartAsync(ServersFixture servers, StackOptions options)
    {
        var connectionString = await servers.CreateMigratedDatabaseAsync();
        var stack = new Stack(options, Settings(servers, options, connectionString), connectionString);
        try
        {
            stack.Events = await EventQueue.BindAsync(options.RabbitMq ?? servers.RabbitMq);
            stack.api = stack.Build("UserService.Api", ApiHost.AddApi, ApiHost.UseApi);
            await stack.api.StartAsync();
            stack.Client = stack.NewClient();
            if (options.WithWorker)
                await stack.StartWorkerAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>What <c>worker migrate</c> does.</summary>
    internal static async Task MigrateAsync(ServersFixture servers, string connectionString)
    {
        await using var stack = new Stack(new StackOptions(), Settings(servers, new StackOptions(), connectionString), connectionString);
        await using var worker = stack.Build("UserService.Worker", WorkerHost.AddWorker, _ => { });
        await using var scope = worker.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IDatabaseMigrator>().MigrateAsync(CancellationToken.None);
    }

    /// <summary>One more Worker; dispose of it to stop it, or leave that to the stack.</summary>
    public async Task<IAsyncDisposable> StartWorkerAsync()
    {
        var worker = Build("UserService.Worker", WorkerHost.AddWorker, app => app.MapDefaultEndpoints());
        await worker.StartAsync();
        workers.Add(worker);
        return worker;
    }

    /// <summary>A setting of what starts from now on.</summary>
    public void Set(string key, string? value) => settings[key] = value;

    /// <summary>One more Api beside the first, as behind a load balancer; gives a client of it.</summary>
    public async Task<HttpClient> StartReplicaAsync(string? accessToken = null)
    {
        var replica = Build("UserService.Api", ApiHost.AddApi, ApiHost.UseApi);
        await replica.StartAsync();
        replicas.Add(replica);
        return NewClient(new Uri(replica.Urls.Single()), accessToken);
    }

    /// <summary>Makes tokens by hand with the key that signs now.</summary>
    internal async Task<TokenForge> ForgeAsync()
    {
        var key = (await api.Services.GetRequiredService<KeyRing>().GetAsync(CancellationToken.None)).Signing(Clock.GetUtcNow());
        return new TokenForge(key.ECDsa, key.KeyId, Clock);
    }

    /// <summary>Does what an operator's command or another host does, with a service of Core.</summary>
    public async Task<T> UseAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = api.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Does a piece of the Worker's background work now, with a service of the running Worker.</summary>
    public async Task<T> UseWorkerAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = workers[0].Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Runs a command of the Worker as an operator does, in a process of its own; gives its exit code and what it printed.</summary>
    public async Task<(int ExitCode, string Output)> RunWorkerAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerHost).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in WorkerEnvironment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(texts));
    }

    /// <summary>A JWT signed with the service's own key, whatever it says: for what only the checks of its content can refuse.</summary>
    public async Task<string> SignAsync(string header, string payload)
    {
        var key = (await api.Services.GetRequiredService<KeyRing>().GetAsync(CancellationToken.None)).Signing(Clock.GetUtcNow());
        var content = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.Replace("{kid}", key.KeyId, StringComparison.Ordinal)))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{content}.{Base64Url.EncodeToString(key.ECDsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256))}";
    }

    /// <summary>A service that may ask for tokens; gives its secret.</summary>
    public async Task<string> AddServiceClientAsync(string id, params string[] scopes)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<IClientService>().AddAsync(id, scopes, secret: null, CancellationToken.None);
        return Assert.IsType<NewClientResult.Made>(made).Secret!;
    }

    /// <summary>Method and route pattern of every endpoint that takes JSON.</summary>
    public IEnumerable<string> JsonRoutes() =>
        from endpoint in api.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Any(type => type.EndsWith("json", StringComparison.Ordinal)) == true
        select $"{endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single()} {endpoint.RoutePattern.RawText}";

    /// <summary>What Prometheus would read of all hosts. In Development it is on the main port; the exporter answers from a memory of 0.3 s.</summary>
    public async Task<string> ScrapeAsync() =>
        string.Join('\n', await Task.WhenAll(workers.Concat(replicas).Append(api).Select(host => Client.GetStringAsync(new Uri(new Uri(host.Urls.Single()), "/metrics")))));

    public HttpClient NewClient(string? accessToken = null) => NewClient(Address, accessToken);

    private static HttpClient NewClient(Uri address, string? accessToken)
    {
        var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false };
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        if (accessToken is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }

    /// <summary>Looks into the database, for what no answer shows.</summary>
    public async Task<T> QueryAsync<T>(string sql, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        var result = await command.ExecuteScalarAsync();
        return result is T exact ? exact : (T)Convert.ChangeType(result!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>PostgreSQL's plan for a statement if reading all of a table were dear, as it is where the table is large.</summary>
    public async Task<string> ExplainAsync(string sql, object[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var dear = new NpgsqlCommand("SET LOCAL enable_seqscan = off", connection))
            await dear.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand("EXPLAIN " + sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var row = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await row.ReadAsync())
            plan.Add(row.GetString(0));
        return string.Join('\n', plan);
    }

    /// <summary>A connection of somebody else's.</summary>
    public Task<NpgsqlConnection> ConnectAsync() => database.OpenConnectionAsync().AsTask();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in workers.Concat(replicas))
            await host.DisposeAsync();
        if (api is not null)
            await api.DisposeAsync();
        if (Events is not null)
            await Events.DisposeAsync();
        Client?.Dispose();
        await database.DisposeAsync();
        NpgsqlConnection.ClearAllPools(); // idle connections of hosts that are gone; PostgreSQL has a hundred
        Logs.Dispose();
    }

    private static Dictionary<string, string?> Settings(ServersFixture servers, StackOptions options, string connectionString)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:userdb"] = connectionString,
            ["ConnectionStrings:cache"] = servers.Redis,
            ["ConnectionStrings:messaging"] = options.RabbitMq ?? servers.RabbitMq,
            ["Protection:MasterKey"] = MasterKey,
            ["Tokens:Issuer"] = "https://id.bank.example",

            // What a stack outside Development must have.
            ["Links:BaseUrl"] = "https://app.bank.example",
            ["Throttling:IdentifierKey"] = Convert.ToBase64String(new byte[32]),
            // Stacks share the broker and not their databases.
            ["Inbox:Queue"] = $"inbox-of-{new NpgsqlConnectionStringBuilder(connectionString).Database}",
            ["Inbox:RetryDelay"] = "00:00:00.020",

            // Tests send one address as much as they need; what bounds it has tests of its own.
            ["Notifications:CodesPerHour"] = "1000",
            ["Notifications:NoticesPerHour"] = "1000",

            // All tests come from one address; their failures are not those of one attacker.
            ["Throttling:Address:FreeFailures"] = "1000000",
            ["RateLimits:Enabled"] = "false",

            // Tests are not about a busy machine either: Redis that answers late has answered, and who has to wait for a hash gets it.
            ["Throttling:RedisTimeout"] = "00:00:05",
            ["Passwords:FinishWithin"] = "00:01:00",
        };
        foreach (var (key, value) in options.Settings)
            settings[key] = value;
        return settings;
    }

    private WebApplication Build(string name, Action<WebApplicationBuilder> add, Action<WebApplication> use)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = name, EnvironmentName = options.Environment });
        builder.Configuration.AddInMemoryCollection(settings.Append(new("urls", "http://127.0.0.1:0")));
        add(builder);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Logging.ClearProviders().AddProvider(Logs);
        options.Configure?.Invoke(builder);
        var app = builder.Build();
        use(app);
        return app;
    }
}
