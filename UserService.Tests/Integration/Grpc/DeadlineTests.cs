using Banking.Users.V1;
using Grpc.Core;
using Npgsql;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class DeadlineTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    private const string Waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    [Fact]
    public async Task Stops_the_query_when_the_deadline_has_passed()
    {
        await using var blocker = await BlockUsersAsync();
        var call = fixture.Host.Users.GetUserAsync(Request(), await CallerAsync(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(500));
        await UntilAsync(blocker, queries: 1);

        await call.FailsAsync(StatusCode.DeadlineExceeded);

        await UntilAsync(blocker, queries: 0);
    }

    [Fact]
    public async Task Stops_the_query_when_the_caller_cancels()
    {
        await using var blocker = await BlockUsersAsync();
        using var cancellation = new CancellationTokenSource();
        var call = fixture.Host.Users.GetUserAsync(Request(), await CallerAsync(), cancellationToken: cancellation.Token);
        await UntilAsync(blocker, queries: 1);

        await cancellation.CancelAsync();

        await call.FailsAsync(StatusCode.Cancelled);
        await UntilAsync(blocker, queries: 0);
    }

    [Fact]
    public async Task Gives_a_call_without_a_deadline_one()
    {
        await using var host = await fixture.StartAnotherAsync(static settings => settings with { More = new() { ["Grpc:DefaultDeadline"] = "00:00:00.300" } });
        await using var blocker = await BlockUsersAsync();

        await host.Users.GetUserAsync(Request(), await CallerAsync()).FailsAsync(StatusCode.DeadlineExceeded);

        await UntilAsync(blocker, queries: 0);
    }

    private static GetUserRequest Request() => new() { UserId = "0190a5d1-ac96-774b-bcce-b302099a8057" };

    private Task<Metadata> CallerAsync() => fixture.CallerAsync(ServiceScopes.ReadUsers);

    private async Task<NpgsqlConnection> BlockUsersAsync()
    {
        var connection = await fixture.ConnectAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    // The lock is held all the while: a query that no longer waits was stopped.
    private static async Task UntilAsync(NpgsqlConnection blocker, long queries)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var command = new NpgsqlCommand(Waiting, blocker);
        while ((long)(await command.ExecuteScalarAsync(patience.Token))! != queries)
        {
        }
    }
}
