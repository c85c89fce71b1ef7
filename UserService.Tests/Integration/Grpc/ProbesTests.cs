using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using UserService.Tests.Fixtures;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class ProbesTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    [Theory]
    [InlineData("")]
    [InlineData("banking.users.v1.Users")]
    [InlineData("banking.users.v1.Auth")]
    [InlineData("banking.users.v1.Profiles")]
    public async Task Tells_anybody_how_it_is(string service)
    {
        // The first round of checks has to be over, and Watch says when it is.
        using var health = fixture.Host.Health.Watch(new HealthCheckRequest { Service = service });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (health.ResponseStream.Current?.Status != ServingStatus.Serving)
            Assert.True(await health.ResponseStream.MoveNext(patience.Token));

        var answer = await fixture.Host.Health.CheckAsync(new HealthCheckRequest { Service = service });

        Assert.Equal(ServingStatus.Serving, answer.Status);
    }

    [Fact]
    public async Task Knows_nothing_of_other_services() =>
        await fixture.Host.Health.CheckAsync(new HealthCheckRequest { Service = "banking.payments.v1.Payments" }).FailsAsync(StatusCode.NotFound);

    [Fact]
    public async Task Describes_itself_in_development()
    {
        await using var host = await fixture.StartAnotherAsync(static settings => settings with { Environment = "Development" });

        Assert.Equal(
            ["banking.users.v1.Auth", "banking.users.v1.Profiles", "banking.users.v1.Users", "grpc.health.v1.Health"],
            (await ServicesAsync(host)).Where(static name => !name.StartsWith("grpc.reflection", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Describes_itself_elsewhere_only_if_configured()
    {
        await using var host = await fixture.StartAnotherAsync(static settings => settings with { More = new() { ["Grpc:Reflection"] = "true" } });

        Assert.Contains("banking.users.v1.Users", await ServicesAsync(host));
        var refusal = await Assert.ThrowsAsync<RpcException>(() => ServicesAsync(fixture.Host));
        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
    }

    [Fact]
    public async Task Speaks_http2_without_tls_and_nothing_older()
    {
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null }; // no spans of probes, which another test must not find
        using var client = new HttpClient(handler);

        using var answer = await client.GetAsync(new Uri($"http://{fixture.Host.Channel.Target}/healthz/live"));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static async Task<IReadOnlyList<string>> ServicesAsync(RunningGrpcHost host)
    {
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo();
        try
        {
            await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // Who is refused may learn it while it still writes; the answer, read below, says why.
        }

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(static service => service.Name).Order(StringComparer.Ordinal)];
    }
}
