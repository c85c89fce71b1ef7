using Banking.Users.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;
using UserService.Tests.Unit.Dpop;

namespace UserService.Tests.Integration.Grpc;

/// <summary>Service tokens that are bound to a key (RFC 9449), sent with a proof in the metadata.</summary>
[Collection(ServersCollection.Name)]
public sealed class BoundCallerTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>, IDisposable
{
    private const string GetUser = "/banking.users.v1.Users/GetUser";
    private readonly ProofBuilder mine = new(fixture.Time.GetUtcNow());
    private readonly ProofBuilder others = new(fixture.Time.GetUtcNow());

    public void Dispose()
    {
        mine.Dispose();
        others.Dispose();
    }

    [Fact]
    public async Task A_bound_token_comes_in_with_a_new_proof_for_each_call()
    {
        var token = await TokenAsync(ServiceScopes.ReadUsers);
        var caller = As("DPoP", token, Proof(mine, GetUser, token));

        // The empty request is not valid: to be told so, the caller must have come in.
        await FailsAsync(caller, StatusCode.InvalidArgument, "invalid_request");
        await FailsAsync(caller, StatusCode.Unauthenticated, "invalid_dpop_proof");
        await FailsAsync(As("DPoP", token, Proof(mine, GetUser, token)), StatusCode.InvalidArgument, "invalid_request");
    }

    [Fact]
    public async Task Refuses_a_bound_token_whose_proof_is_missing_or_for_something_else()
    {
        var token = await TokenAsync(ServiceScopes.ReadUsers);
        foreach (var proof in new[]
        {
            null, "junk", Proof(others, GetUser, token), Proof(mine, GetUser), Proof(mine, GetUser, token + "x"), Proof(mine, "/banking.users.v1.Users/FindUser", token),
            Proof(mine, GetUser, token, method: "GET"), mine.For("POST", "https://elsewhere.example" + GetUser, fixture.Time.GetUtcNow(), token),
            mine.For("POST", fixture.Host.Address + GetUser, fixture.Time.GetUtcNow() - TimeSpan.FromMinutes(2), token),
        })
            await FailsAsync(As("DPoP", token, proof), StatusCode.Unauthenticated, "invalid_dpop_proof");
        var twice = As("DPoP", token, Proof(mine, GetUser, token));
        twice.Add("dpop", Proof(mine, GetUser, token));
        await FailsAsync(twice, StatusCode.Unauthenticated, "invalid_dpop_proof");
    }

    [Fact]
    public async Task A_bound_token_is_of_no_use_as_a_bearer_token_and_a_bearer_token_of_none_with_a_proof()
    {
        var bound = await TokenAsync(ServiceScopes.ReadUsers);
        var bearer = (await fixture.CallerAsync(ServiceScopes.ReadUsers)).GetValue("authorization")!["Bearer ".Length..];

        await FailsAsync(As("Bearer", bound, Proof(mine, GetUser, bound)), StatusCode.Unauthenticated, "invalid_token");
        await FailsAsync(As("Bearer", bound, null), StatusCode.Unauthenticated, "invalid_token");
        await FailsAsync(As("DPoP", bearer, Proof(mine, GetUser, bearer)), StatusCode.Unauthenticated, "invalid_token");
    }

    [Fact]
    public async Task A_proof_gives_no_scope()
    {
        var token = await TokenAsync(ServiceScopes.FindUsers);

        await FailsAsync(As("DPoP", token, Proof(mine, GetUser, token)), StatusCode.PermissionDenied, "forbidden");
    }

    [Fact]
    public async Task A_stream_is_opened_with_a_proof_too()
    {
        var token = await TokenAsync(ServiceScopes.ReadUsers);
        const string Watch = "/banking.users.v1.Users/WatchUsers";

        using var bare = fixture.Host.Users.WatchUsers(new WatchUsersRequest { ResumeToken = "not a token" }, As("DPoP", token, null));
        var failure = await Assert.ThrowsAsync<RpcException>(() => bare.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        using var proven = fixture.Host.Users.WatchUsers(new WatchUsersRequest { ResumeToken = "not a token" }, As("DPoP", token, Proof(mine, Watch, token)));
        failure = await Assert.ThrowsAsync<RpcException>(() => proven.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }

    [Fact]
    public async Task The_configured_address_counts_where_something_in_between_ends_TLS()
    {
        var host = await fixture.StartAnotherAsync(settings => settings with { Time = fixture.Time, More = new() { ["Dpop:PublicGrpcUrl"] = "https://users.bank.example/" } });
        var token = await TokenAsync(ServiceScopes.ReadUsers);

        var right = mine.For("POST", "https://users.bank.example" + GetUser, fixture.Time.GetUtcNow(), token);
        await host.Users.GetUserAsync(new GetUserRequest(), As("DPoP", token, right)).FailsAsync(StatusCode.InvalidArgument, "invalid_request");
        var itsOwn = mine.For("POST", host.Address + GetUser, fixture.Time.GetUtcNow(), token);
        await host.Users.GetUserAsync(new GetUserRequest(), As("DPoP", token, itsOwn)).FailsAsync(StatusCode.Unauthenticated, "invalid_dpop_proof");
    }

    private static Metadata As(string scheme, string token, string? proof)
    {
        var metadata = new Metadata { { "authorization", $"{scheme} {token}" } };
        if (proof is not null)
            metadata.Add("dpop", proof);
        return metadata;
    }

    private string Proof(ProofBuilder key, string path, string? token = null, string method = "POST") =>
        key.For(method, fixture.Host.Address.TrimEnd('/') + path, fixture.Time.GetUtcNow(), token);

    private async Task<string> TokenAsync(string scope)
    {
        await using var services = fixture.Host.Services.CreateAsyncScope();
        var clients = services.ServiceProvider.GetRequiredService<IClientService>();
        var made = Assert.IsType<NewClientResult.Made>(await clients.AddAsync($"service-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}", [scope], secret: null, CancellationToken.None));
        var client = await clients.AuthenticateAsync(new ClientProof.Secret(made.ClientId, made.Secret!), CancellationToken.None);
        return Assert.IsType<ClientTokenResult.Issued>(await clients.IssueTokenAsync(client!, scope: null, mine.Thumbprint, CancellationToken.None)).AccessToken;
    }

    private Task<RpcException> FailsAsync(Metadata caller, StatusCode code, string reason) =>
        fixture.Host.Users.GetUserAsync(new GetUserRequest(), caller).FailsAsync(code, reason);
}
