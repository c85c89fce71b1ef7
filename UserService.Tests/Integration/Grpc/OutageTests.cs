using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using UserService.Core.Authentication.Clients;
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
        await AllAnswerAsync(customer, caller);
        using var health = host.Health.Watch(new HealthCheckRequest());
        await UntilAsync(health, ServingStatus.Serving);

        await postgres.StopAsync();
        await UntilAsync(health, ServingStatus.NotServing);
        foreach (var call in Calls(customer, caller))
        {
            var failure = await Assert.ThrowsAsync<RpcException>(call);
            Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
            Assert.Equal("temporarily_unavailable", failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
            Assert.Equal(2, failure.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay.Seconds);
        }

        await postgres.StartAgainAsync(CancellationToken.None);
        await UntilAsync(health, ServingStatus.Serving);
        await AllAnswerAsync(customer, caller);
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
