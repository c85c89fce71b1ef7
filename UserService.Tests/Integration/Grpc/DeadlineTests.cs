using Banking.Users.V1;
using Grpc.Core;
using Npgsql;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class DeadlineTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    // Not of pg_stat_activity: within the transaction that holds the lock it never shows a connection that was opened after the first look.
    private const string Waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass";

    [Fact]
    public async Task Stops_the_query_when_the_deadline_has_passed()
    {
        await using var host = await StartAsync();
        var caller = await CallerAsync();
        await host.Users.GetUserAsync(Request(), caller).FailsAsync(StatusCode.NotFound); // the first call of a host takes the longest
        await using var blocker = await BlockUsersAsync();
        var call = host.Users.GetUserAsync(Request(), caller, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(3));
        await UntilAsync(blocker, queries: 1);

        await call.FailsAsync(StatusCode.DeadlineExceeded);

        await UntilAsync(blocker, queries: 0);
    }

    [Fact]
    public async Task Stops_the_query_when_the_caller_cancels()
    {
        await using var host = await StartAsync();
        await using var blocker = await BlockUsersAsync();
        using var cancellation = new CancellationTokenSource();
        var call = host.Users.GetUserAsync(Request(), await CallerAsync(), cancellationToken: cancellation.Token);
        await UntilAsync(blocker, queries: 1);

        await cancellation.CancelAsync();

        await call.FailsAsync(StatusCode.Cancelled);
        await UntilAsync(blocker, queries: 0);
    }

    [Fact]
    public async Task Gives_a_call_without_a_deadline_one()
    {
        await using var host = await StartAsync(defaultDeadline: "00:00:00.300");
        await using var blocker = await BlockUsersAsync();

        await host.Users.GetUserAsync(Request(), await CallerAsync()).FailsAsync(StatusCode.DeadlineExceeded);

        await UntilAsync(blocker, queries: 0);
    }

    private static GetUserRequest Request() => new() { UserId = "0190a5d1-ac96-774b-bcce-b302099a8057" };

    // Nothing else stops the query while the test looks: neither the host's own limit of a statement nor, unless the test is about it, that of a call.
    private Task<RunningGrpcHost> StartAsync(string defaultDeadline = "00:05:00") => fixture.StartAnotherAsync(settings => settings with
    {
        Database = settings.Database + ";Command Timeout=300", More = new() { ["Grpc:DefaultDeadline"] = defaultDeadline },
    });

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
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var command = new NpgsqlCommand(Waiting, blocker);
        while ((long)(await command.ExecuteScalarAsync(patience.Token))! != queries)
        {
        }
    }
}
