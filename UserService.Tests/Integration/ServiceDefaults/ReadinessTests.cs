using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using StackExchange.Redis;
using UserService.DevHost.Servers;

namespace UserService.Tests.Integration.ServiceDefaults;

public sealed class ReadinessTests
{
    // A check has 2 s; a busy machine adds to that, and what hangs here hangs for 15 s.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Names_each_dependency_and_says_nothing_else_about_it()
    {
        var closed = FreePorts.Take();
        await using var host = await DefaultsHost.StartAsync(builder => DefaultsHost.AddClients(builder, closed, closed, closed));

        var (_, body) = await ReadyAsync(host);

        var checks = body.GetProperty("checks").EnumerateArray().ToArray();
        Assert.Equal(["cache", "messaging", "userdb"], checks.Select(check => check.GetProperty("name").GetString()).Order());
        Assert.All(checks, check =>
        {
            Assert.Equal(["name", "status", "durationMs"], check.EnumerateObject().Select(property => property.Name));
            Assert.True(check.GetProperty("durationMs").GetDouble() >= 0);
        });
        var text = body.GetRawText();
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stays_ready_but_degraded_without_cache_and_broker()
    {
        var closed = FreePorts.Take();
        await using var host = await DefaultsHost.StartAsync(builder =>
        {
            builder.Configuration["ConnectionStrings:cache"] = $"127.0.0.1:{closed}";
            builder.Configuration["ConnectionStrings:messaging"] = $"amqp://127.0.0.1:{closed}";
            builder.AddRedisClient("cache");
            builder.AddRabbitMQClient("messaging");
        });

        var (status, body) = await ReadyAsync(host);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Degraded", body.GetProperty("status").GetString());
        Assert.Equal("Degraded", StatusOf(body, "cache"));
        Assert.Equal("Degraded", StatusOf(body, "messaging"));
    }

    [Fact]
    public async Task Is_not_ready_without_its_database_and_lives_on()
    {
        var closed = FreePorts.Take();
        await using var host = await DefaultsHost.StartAsync(builder => DefaultsHost.AddClients(builder, closed, closed, closed));

        var (status, body) = await ReadyAsync(host);
        using var live = await host.Client.GetAsync(host.Main("/healthz/live"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Unhealthy", StatusOf(body, "userdb"));
        Assert.Equal("Degraded", StatusOf(body, "cache"));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Answers_within_seconds_while_every_dependency_hangs()
    {
        // Accepts connections (the backlog does) and never says a word, like a stopped process.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var host = await DefaultsHost.StartAsync(builder => DefaultsHost.AddClients(builder, port, port, port));
        using var warmed = await host.Client.GetAsync(host.Main("/healthz/live"));

        var started = Stopwatch.GetTimestamp();
        var (status, body) = await ReadyAsync(host);
        var took = Stopwatch.GetElapsedTime(started);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["Degraded", "Degraded", "Unhealthy"], new[] { "cache", "messaging", "userdb" }.Select(name => StatusOf(body, name)));
        Assert.True(took < Bound, $"It took {took}.");
    }

    [Fact]
    public async Task Puts_a_limit_on_a_check_that_blocks_its_thread()
    {
        using var never = new ManualResetEventSlim();
        await using var host = await DefaultsHost.StartAsync(builder => builder.Services.AddHealthChecks().Add(new(
            "stuck",
            _ =>
            {
                never.Wait(TimeSpan.FromSeconds(15));
                throw new InvalidOperationException("Nobody is waiting for this any more.");
            },
            HealthStatus.Degraded,
            tags: null)));

        var started = Stopwatch.GetTimestamp();
        var (status, body) = await ReadyAsync(host);
        var took = Stopwatch.GetElapsedTime(started);
        never.Set();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Degraded", StatusOf(body, "stuck"));
        Assert.True(took < Bound, $"It took {took}.");
    }

    [Fact]
    public async Task Asks_the_dependencies_once_a_second_however_many_probes_there_are()
    {
        var asked = 0;
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = await DefaultsHost.StartAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddHealthChecks().AddCheck("counted", () =>
            {
                Interlocked.Increment(ref asked);
                return HealthCheckResult.Healthy();
            });
        });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadyAsync(host)));
        Assert.Equal(1, asked);

        time.Advance(TimeSpan.FromSeconds(1));
        await ReadyAsync(host);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Starts_and_hands_out_the_cache_connection_while_the_cache_is_down()
    {
        var closed = FreePorts.Take();
        await using var host = await DefaultsHost.StartAsync(builder => DefaultsHost.AddClients(builder, closed, closed, closed));

        var connection = host.Services.GetRequiredService<IConnectionMultiplexer>();
        var factory = host.Services.GetRequiredService<IConnectionFactory>();

        Assert.False(connection.IsConnected);
        Assert.Equal(closed, factory.Uri.Port);
    }

    [Fact]
    public async Task Says_where_to_set_a_missing_connection_string()
    {
        await using var host = await DefaultsHost.StartAsync(builder =>
        {
            builder.AddNpgsqlDbContext<EmptyContext>("userdb");
            builder.AddRedisClient("cache");
        });

        await using var scope = host.Services.CreateAsyncScope();
        var database = Assert.Throws<InvalidOperationException>(object? () => scope.ServiceProvider.GetRequiredService<EmptyContext>());
        var cache = Assert.Throws<InvalidOperationException>(object? () => host.Services.GetRequiredService<IConnectionMultiplexer>());

        Assert.Contains("'ConnectionStrings:userdb'", database.Message, StringComparison.Ordinal);
        Assert.Contains("'ConnectionStrings:cache'", cache.Message, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ReadyAsync(DefaultsHost host)
    {
        using var response = await host.Client.GetAsync(host.Main("/healthz/ready"));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, body.RootElement.Clone());
    }

    private static string? StatusOf(JsonElement body, string name) => body.GetProperty("checks").EnumerateArray()
        .Single(check => check.GetProperty("name").GetString() == name).GetProperty("status").GetString();
}
