using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace UserService.Tests.Aspire;

/// <summary>One AppHost for the tests of a class, started by the first that asks: where all are skipped, none is.</summary>
public sealed class SharedAppHost : IAsyncLifetime
{
    private readonly string _database = $"test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
    private readonly string? _server = Environment.GetEnvironmentVariable("ConnectionStrings__userdb");
    private Task<DistributedApplication>? _ready;
    private DistributedApplication? _app;

    /// <summary>The application, with its API ready; a start that failed fails for all who ask.</summary>
    public Task<DistributedApplication> GetAsync(CancellationToken ct) => _ready ??= StartAsync(ct);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (_ready is not null)
            await ExecuteAsync($"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
    }

    // Neither volumes nor the configured database: a test neither finds nor leaves a developer's data, which other keys may have encrypted.
    private async Task<DistributedApplication> StartAsync(CancellationToken ct)
    {
        List<string> arguments = ["--UseVolumes=false"];
        if (await ExecuteAsync($"CREATE DATABASE {_database}"))
            arguments.Add($"--ConnectionStrings:userdb={new NpgsqlConnectionStringBuilder(_server) { Database = _database }.ConnectionString}");
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.UserService_AppHost>([.. arguments], ct);
        _app = await builder.BuildAsync(ct);
        await _app.StartAsync(ct);
        try
        {
            // Fails at once where the migrations or a host do not come up, instead of waiting for them to the end.
            await _app.ResourceNotifications.WaitForResourceHealthyAsync("api", WaitBehavior.StopOnResourceUnavailable, ct);
            return _app;
        }
        catch (DistributedApplicationException e)
        {
            throw new InvalidOperationException($"The AppHost did not start.\n{await ReadLogAsync("migrations", ct)}{await ReadLogAsync("api", ct)}", e);
        }
    }

    private async Task<string> ReadLogAsync(string resource, CancellationToken ct)
    {
        var text = "";
        await foreach (var lines in _app!.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource).WithCancellation(ct))
            text += string.Concat(lines.Select(line => $"{resource}: {line.Content}\n"));
        return text;
    }

    /// <returns>Whether there is a configured server to ask.</returns>
    private async Task<bool> ExecuteAsync(string statement)
    {
        if (string.IsNullOrWhiteSpace(_server))
            return false;
        await using var source = NpgsqlDataSource.Create(_server);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
        return true;
    }
}
