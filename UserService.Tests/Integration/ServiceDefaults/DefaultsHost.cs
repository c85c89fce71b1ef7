using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using UserService.DevHost.Servers;

namespace UserService.Tests.Integration.ServiceDefaults;

/// <summary>A host with nothing but the defaults and one page, on real Kestrel and loopback ports.</summary>
internal sealed class DefaultsHost : IAsyncDisposable
{
    private readonly WebApplication _app;
        // It makes no spans: those of the host are looked at.
    private readonly SocketsHttpHandler _handler = new() { ActivityHeadersPropagator = null };

    private DefaultsHost(WebApplication app, int mainPort, int managementPort)
    {
        _app = app;
        MainPort = mainPort;
        ManagementPort = managementPort;
        Client = new HttpClient(_handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(20) };
    }

    public HttpClient Client { get; }

    public int MainPort { get; }

    public int ManagementPort { get; }

    public IServiceProvider Services => _app.Services;

    public IEnumerable<string> Addresses => _app.Urls;

    public Uri Main(string path) => new($"http://127.0.0.1:{MainPort}{path}");

    public Uri Management(string path) => new($"http://127.0.0.1:{ManagementPort}{path}");

    /// <param name="configure">Adds to the builder, after the defaults.</param>
    /// <param name="settings">The host's configuration; {main} and {management} stand for two free ports.</param>
    /// <param name="environment">The environment's name.</param>
    public static async Task<DefaultsHost> StartAsync(
        Action<WebApplicationBuilder>? configure = null,
        Dictionary<string, string?>? settings = null,
        string environment = "Production")
    {
        var (main, management) = (FreePorts.Take(), FreePorts.Take());
        while (management == main)
            management = FreePorts.Take();
        settings ??= new() { ["urls"] = "http://127.0.0.1:{main}", ["Management:Port"] = "{management}" };

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(
            setting.Key,
            setting.Value?.Replace("{main}", $"{main}", StringComparison.Ordinal).Replace("{management}", $"{management}", StringComparison.Ordinal))));
        builder.AddServiceDefaults("user-service-test");
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/page", (HttpContext context) => context.Request.Protocol);
        app.MapPost("/fail", (HttpContext _) => Throw());
        await app.StartAsync();
        return new DefaultsHost(app, main, management);
    }

    /// <summary>The three clients, pointed at the given ports on loopback.</summary>
    public static void AddClients(WebApplicationBuilder builder, int database, int cache, int messaging)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:userdb"] = $"Host=127.0.0.1;Port={database};Database=userdb;Username=nobody;Password=not-a-secret;Timeout=15",
            ["ConnectionStrings:cache"] = $"127.0.0.1:{cache}",
            ["ConnectionStrings:messaging"] = $"amqp://guest:guest@127.0.0.1:{messaging}",
        });
        builder.AddNpgsqlDbContext<EmptyContext>("userdb");
        builder.AddRedisClient("cache");
        builder.AddRabbitMQClient("messaging");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _handler.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static IResult Throw() => throw new InvalidOperationException(
        "Could not write to ada.lovelace@example.com (account 0123456789, Authorization: Bearer abc.def) in 01890a5d-ac96-774b-bcce-b302099a8057.");
}

/// <summary>A context without entities: the checks only ask whether its database answers.</summary>
public sealed class EmptyContext(DbContextOptions<EmptyContext> options) : DbContext(options);
