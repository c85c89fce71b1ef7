using System.Security.Cryptography;
using Npgsql;
using UserService.DevHost.Servers;

namespace UserService.Tests.Fixtures;

/// <summary>
/// PostgreSQL, Redis and RabbitMQ for the whole test run: private ones without fsync, or those that
/// <c>ConnectionStrings__userdb|cache|messaging</c> name. Tests that break servers start their own.
/// </summary>
public sealed class ServersFixture : IAsyncLifetime
{
    private readonly List<string> databases = [];
    private readonly Lock entry = new();
    private readonly SemaphoreSlim making = new(1, 1);
    private TemporaryFolder? folder;
    private string? template;
    private Stack? stack;
    private List<PrivateServer> started = [];
    private string postgres = "";

    /// <summary>In the form of StackExchange.Redis.</summary>
    public string Redis { get; private set; } = "";

    /// <summary>An amqp:// URL.</summary>
    public string RabbitMq { get; private set; } = "";

    public string PostgresConnectionString(string database) => new NpgsqlConnectionStringBuilder(postgres) { Database = database }.ConnectionString;

    /// <summary>A new empty database, dropped after the run; answers its connection string.</summary>
    public Task<string> CreateDatabaseAsync() => CreateDatabaseAsync("");

    /// <summary>A new database in the state that the hosts need, copied from one that is migrated once per run.</summary>
    public async Task<string> CreateMigratedDatabaseAsync()
    {
        await making.WaitAsync();
        try
        {
            template ??= await MigrateTemplateAsync();
            return await CreateDatabaseAsync($" TEMPLATE {template}");
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>The stack that the tests of a run share; started by the first that asks.</summary>
    public async Task<Stack> SharedStackAsync() => stack ??= await Stack.StartAsync(this, new StackOptions());

    private async Task<string> CreateDatabaseAsync(string options)
    {
        var name = $"test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        lock (entry)
        {
            databases.Add(name);
        }

        await ExecuteAsync($"CREATE DATABASE {name}{options}");
        return PostgresConnectionString(name);
    }

    public async Task InitializeAsync()
    {
        folder = new TemporaryFolder("servers");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var starts = new[]
        {
            StartAsync("userdb", "postgres", async options => await PostgresServer.StartAsync(options, patience.Token)),
            StartAsync("cache", "redis", async options => await RedisServer.StartAsync(options, patience.Token)),
            StartAsync("messaging", "rabbitmq", async options => await RabbitMqServer.StartAsync(options, patience.Token)),
        };
        try
        {
            var connectionStrings = await Task.WhenAll(starts);
            (postgres, Redis, RabbitMq) = (connectionStrings[0], connectionStrings[1], connectionStrings[2]);
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (stack is not null)
        {
            await stack.DisposeAsync();
        }

        if (!started.Exists(server => server is PostgresServer))
        {
            foreach (var database in databases)
            {
                await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            }
        }

        await StopAsync();
    }

    // PostgreSQL copies a database that nobody is connected to: hence no pool.
    private async Task<string> MigrateTemplateAsync()
    {
        var connection = new NpgsqlConnectionStringBuilder(await CreateDatabaseAsync()) { Pooling = false };
        await Stack.MigrateAsync(this, connection.ConnectionString);
        return connection.Database!;
    }

    private async Task<string> StartAsync(string connectionName, string folderName, Func<ServerOptions, Task<PrivateServer>> start)
    {
        if (Environment.GetEnvironmentVariable("ConnectionStrings__" + connectionName) is { Length: > 0 } configured)
        {
            return configured;
        }

        var server = await start(new ServerOptions(Path.Combine(folder!.Path, folderName), Durable: false));
        lock (entry)
        {
            started.Add(server);
        }

        return server.ConnectionString;
    }

    private async Task StopAsync()
    {
        // Killed, not asked: the data are thrown away with the folder.
        await Task.WhenAll(started.Select(server => server.KillAsync()));
        await Task.WhenAll(started.Select(server => server.DisposeAsync().AsTask()));
        started = [];
        folder?.Dispose();
        making.Dispose();
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
