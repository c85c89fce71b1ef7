using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Tokens;
using UserService.DevHost.Servers;
using UserService.Tests.Fixtures;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace UserService.Tests.Integration.Grpc;

/// <summary>PostgreSQL goes away under a running host and comes back.</summary>
[Collection(ServersCollection.Name)]
public sealed class OutageTests(ServersFixture servers) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new("grpc-outage");
    private PostgresServer postgres = null!;
    private RunningGrpcHost host = null!;

    public async Task InitializeAsync()
    {
        postgres = await PostgresServer.StartAsync(new ServerOptions(Path.Combine(folder.Path, "postgres"), Durable: false), CancellationToken.None);
        host = await RunningGrpcHost.StartAsync(new GrpcHostSettings(postgres.ConnectionString, servers.Redis));
        await GrpcFixture.MigrateAsync(host);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await postgres.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Answers_unavailable_while_the_database_is_away_and_everything_once_it_is_back()
    {
        var caller = await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers, ServiceScopes.ValidateTokens, ServiceScopes.ReadProfiles);
        var customer = await GrpcFixture.CreateCustomerAsync(host, "ada@example.com", phoneNumber: null);
        var later = await GrpcFixture.CreateCustomerAsync(host, "obi@example.com", phoneNumber: null);
        await AllAnswerAsync(customer, caller);
        using var health = host.Health.Watch(new HealthCheckRequest());
        await UntilAsync(health, ServingStatus.Serving);

        await postgres.StopAsync();
        await UntilAsync(health, ServingStatus.NotServing);

        // Whose session was never looked up: one that was is answered from memory for the second that a revocation may take.
        foreach (var call in Calls(later, caller))
        {
            var failure = await Assert.ThrowsAsync<RpcException>(call);
            Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
            Assert.Equal("temporarily_unavailable", failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
            Assert.Equal(2, failure.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay.Seconds);
        }

        await postgres.StartAgainAsync(CancellationToken.None);
        await UntilAsync(health, ServingStatus.Serving);
        await AllAnswerAsync(customer, caller);
        await AllAnswerAsync(later, caller);
    }

    [Fact]
    public async Task Goes_on_with_the_keys_it_knows_while_the_database_hangs()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var proxy = TcpFaultProxy.InFrontOf(postgres.Port);
        var throughProxy = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Port = proxy.Port }.ConnectionString;
        await using var hanging = await RunningGrpcHost.StartAsync(new GrpcHostSettings(throughProxy, servers.Redis) { Time = time });
        var ring = hanging.Services.GetRequiredService<KeyRing>();
        var key = (await ring.GetAsync(CancellationToken.None)).Signing(time.GetUtcNow());

        proxy.Blackhole();
        time.Advance(TimeSpan.FromMinutes(2));
        var keys = ring.GetAsync(CancellationToken.None).AsTask();
        while (!keys.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.WhenAny(keys, Task.Delay(10));
        }

        Assert.Same(key, (await keys).Signing(time.GetUtcNow()));
        proxy.Restore();
    }

    [Fact]
    public async Task Answers_unavailable_when_the_database_ends_its_connection()
    {
        var caller = await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers);
        await using var blocker = new NpgsqlConnection(postgres.ConnectionString);
        await blocker.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE", blocker);
        await command.ExecuteNonQueryAsync();
        using var call = host.Users.GetUserAsync(new() { UserId = "0190a5d1-ac96-774b-bcce-b302099a8057" }, caller);

        // Outside the transaction, which would be shown the same activity for as long as it lasts.
        await using var observer = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var terminate = observer.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        while (await terminate.ExecuteScalarAsync() is null)
        {
        }

        await call.FailsAsync(StatusCode.Unavailable, "temporarily_unavailable");
    }

    private async Task AllAnswerAsync(SignedInCustomer customer, Metadata caller)
    {
        foreach (var call in Calls(customer, caller))
            await call();
        Assert.True((await host.Auth.ValidateTokenAsync(new() { Token = customer.AccessToken }, caller)).Active);
    }

    private IEnumerable<Func<Task>> Calls(SignedInCustomer customer, Metadata caller)
    {
        var id = customer.UserId.ToString();
        yield return async () => await host.Users.GetUserAsync(new() { UserId = id }, caller, Soon());
        yield return async () => await host.Users.BatchGetUsersAsync(new() { UserIds = { id } }, caller, Soon());
        yield return async () => await host.Profiles.GetProfileAsync(new() { UserId = id }, caller, Soon());
        yield return async () => await host.Auth.ValidateTokenAsync(new() { Token = customer.AccessToken }, caller, Soon());
    }

    // A bounded answer: not the half minute of a connection attempt.
    private static DateTime Soon() => TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5);

    private static async Task UntilAsync(AsyncServerStreamingCall<HealthCheckResponse> health, ServingStatus status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (health.ResponseStream.Current?.Status != status)
            Assert.True(await health.ResponseStream.MoveNext(patience.Token));
    }
}
