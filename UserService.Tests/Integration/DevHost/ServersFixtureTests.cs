using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.DevHost;

[Collection(OtherServersCollection.Name)]
public sealed class ServersFixtureTests(ServersFixture servers)
{
    [Fact]
    public async Task Each_database_asked_for_is_another_empty_one()
    {
        var first = await servers.CreateDatabaseAsync();
        var second = await servers.CreateDatabaseAsync();

        Assert.NotEqual(first, second);
        await ExecuteAsync(first, "CREATE TABLE customers ()");
        await ExecuteAsync(second, "CREATE TABLE customers ()");
    }

    [Fact]
    public async Task Redis_and_rabbitmq_answer()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis);
        await using var rabbitMq = await new ConnectionFactory { Uri = new Uri(servers.RabbitMq) }.CreateConnectionAsync();

        Assert.True(await redis.GetDatabase().PingAsync() > TimeSpan.Zero);
        Assert.True(rabbitMq.IsOpen);
    }

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
