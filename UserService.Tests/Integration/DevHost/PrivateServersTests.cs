using System.Diagnostics;
using System.Text;
using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;
using UserService.DevHost.Servers;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.DevHost;

public sealed class PrivateServersTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryFolder folder = new("private");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Data_survive_a_kill_and_a_new_start_on_the_same_ports()
    {
        await using var servers = await PrivateServers.StartAsync(folder.Path, durable: true, CancellationToken.None);
        var ports = servers.All.Select(server => server.Port).ToList();
        await QueryAsync(servers.Postgres, "CREATE TABLE kept AS SELECT 'row' AS word");
        await SendAsync(servers.RabbitMq, "message");
        await using (var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis.ConnectionString))
        {
            await redis.GetDatabase().StringSetAsync("kept", "value");
        }

        // Redis' file may lag by a second, and so may the log of RabbitMQ's definitions, such as that of a queue made a moment ago: an orderly stop keeps both.
        await Task.WhenAll(servers.Redis.StopAsync(), servers.RabbitMq.StopAsync(), servers.Postgres.KillAsync());
        Assert.All(servers.All, server => Assert.False(server.IsRunning));
        await Task.WhenAll(servers.All.Select(server => server.StartAgainAsync(CancellationToken.None)));

        Assert.Equal(ports, servers.All.Select(server => server.Port));
        Assert.Equal("row", await QueryAsync(servers.Postgres, "SELECT word FROM kept"));
        Assert.Equal("message", await ReceiveAsync(servers.RabbitMq));
        await using var again = await ConnectionMultiplexer.ConnectAsync(servers.Redis.ConnectionString);
        Assert.Equal("value", await again.GetDatabase().StringGetAsync("kept"));
    }

    [Fact]
    public async Task Two_instances_at_once_keep_their_own_data()
    {
        await using var first = await PostgresServer.StartAsync(Throwaway("first"), CancellationToken.None);
        await using var second = await PostgresServer.StartAsync(Throwaway("second"), CancellationToken.None);

        Assert.NotEqual(first.Port, second.Port);
        await QueryAsync(first, "CREATE TABLE mine AS SELECT 1");
        var missing = await Assert.ThrowsAsync<PostgresException>(() => QueryAsync(second, "SELECT * FROM mine"));
        Assert.Equal(PostgresErrorCodes.UndefinedTable, missing.SqlState);
    }

    [Fact]
    public async Task One_folder_serves_one_server_at_a_time()
    {
        await using (await RedisServer.StartAsync(Throwaway("shared"), CancellationToken.None))
        {
            var refused = await Assert.ThrowsAsync<ServerException>(() => RedisServer.StartAsync(Throwaway("shared"), CancellationToken.None));
            Assert.Contains("Another process uses", refused.Message, StringComparison.Ordinal);
        }

        await using var free = await RedisServer.StartAsync(Throwaway("shared"), CancellationToken.None);
        Assert.True(free.IsRunning);
    }

    [Fact]
    public async Task A_paused_server_keeps_connections_open_and_answers_after_it_resumes()
    {
        await using var server = await PostgresServer.StartAsync(Throwaway("paused"), CancellationToken.None);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();

        await server.PauseAsync();
        await using var command = new NpgsqlCommand("SELECT 'late'", connection);
        var answer = command.ExecuteScalarAsync();
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(300))));

        await server.ResumeAsync();
        Assert.Equal("late", await answer.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_in_the_error()
    {
        await using var holder = await RedisServer.StartAsync(Throwaway("holder"), CancellationToken.None);

        var refused = await Assert.ThrowsAsync<ServerException>(
            () => RedisServer.StartAsync(Throwaway("late") with { Port = holder.Port }, CancellationToken.None));

        Assert.Contains("Address already in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_readable_by_their_owner_alone_and_no_program_argument()
    {
        await using var server = await RedisServer.StartAsync(Throwaway("secret"), CancellationToken.None);
        var password = Path.Combine(server.Folder, "password");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(password));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Folder, "redis.conf")));
        using var process = Process.GetProcessById(server.ProcessId);
        Assert.DoesNotContain(
            await File.ReadAllTextAsync(password), await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline"), StringComparison.Ordinal);
    }

    private ServerOptions Throwaway(string name) => new(Path.Combine(folder.Path, name), Durable: false);

    private static async Task<object?> QueryAsync(PostgresServer server, string statement)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task SendAsync(RabbitMqServer server, string text)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(server.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false);
        await channel.BasicPublishAsync("", "kept", mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string?> ReceiveAsync(RabbitMqServer server)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(server.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var message = await channel.BasicGetAsync("kept", autoAck: true);
        return message is null ? null : Encoding.UTF8.GetString(message.Body.Span);
    }
}
