using System.Net;
using System.Net.Http.Json;
using Banking.Users.V1;
using Npgsql;

namespace UserService.Tests.Resilience;

/// <summary>Hosts that are asked to stop while they work.</summary>
[Trait("Category", "Faults")]
[Collection(FaultsCollection.Name)]
public sealed class ShutdownTests(FaultWorld world)
{
    private const int OfEach = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task SIGTERM_drops_no_request_that_is_under_way()
    {
        var client = Asking.NewClient(world.ApiAddress);
        var (auth, caller) = (new Auth.AuthClient(world.Channel), await world.CallerAsync());
        await using var blocker = await world.ConnectAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await ExecuteAsync(blocker, "LOCK TABLE users, sessions IN ACCESS EXCLUSIVE MODE");

        // All of them stand in the hosts, each at a statement that waits for the lock.
        var signIns = Enumerable.Range(0, OfEach).Select(_ => client.PostAsJsonAsync("/v1/auth/login", world.Customers[0].Login)).ToList();
        var calls = Enumerable.Range(0, OfEach).Select(n => auth.RevokeSessionsAsync(
            new() { UserId = world.Customers[1].Id.ToString(), SessionId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString() }, caller).ResponseAsync).ToList();
        await UntilWaitingAsync(OfEach * 2);
        Task<int>[] ends = [world.Api.TerminateAsync(), world.Grpc.TerminateAsync()];
        await Task.WhenAll(world.Api.UntilClosedAsync(), world.Grpc.UntilClosedAsync());
        await transaction.RollbackAsync();

        Assert.All(await Task.WhenAll(signIns), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(0, answer.Revoked));
        Assert.All(await Task.WhenAll(ends), exit => Assert.Equal(0, exit));
        client.Dispose();
        await Task.WhenAll(world.Api.StartAsync(), world.Grpc.StartAsync());
    }

    [Fact]
    public async Task SIGTERM_of_the_Worker_under_load_loses_and_repeats_nothing()
    {
        var result = await world.RoundAsync("Worker stopped", async (_, _) =>
        {
            Assert.Equal(0, await world.Worker.TerminateAsync());
            await world.Worker.StartAsync();
        });

        Assert.True(result is { IsClean: true, Broken: 0, Refused: 0 }, $"{RoundResult.Header}\n{result}\n{world.Logs}");
    }

    private async Task UntilWaitingAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var observer = await world.ConnectAsync();
        await using var waiting = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'user-service' AND wait_event_type = 'Lock'", observer);
        while ((long)(await waiting.ExecuteScalarAsync(patience.Token))! < count)
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
