using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Banking.Users.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Authentication.Clients;
using UserService.Grpc.Calls;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class CallerTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    /// <summary>Every method, with the scope it needs and one it does not.</summary>
    public static TheoryData<string, string> Methods => new()
    {
        { "GetUser", ServiceScopes.ReadUsers },
        { "BatchGetUsers", ServiceScopes.ReadUsers },
        { "FindUser", ServiceScopes.FindUsers },
        { "GetEntitlements", ServiceScopes.ReadUsers },
        { "GetKycStatus", ServiceScopes.ReadUsers },
        { "ValidateToken", ServiceScopes.ValidateTokens },
        { "Introspect", ServiceScopes.IntrospectTokens },
        { "RedeemApproval", ServiceScopes.RedeemApprovals },
        { "RevokeSessions", ServiceScopes.RevokeSessions },
        { "GetProfile", ServiceScopes.ReadProfiles },
        { "GetContactPoints", ServiceScopes.ReadProfiles },
        { "GetPreferences", ServiceScopes.ReadProfiles },
        { "UpdatePreferences", ServiceScopes.WritePreferences },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Refuses_a_caller_without_a_token(string method, string scope)
    {
        _ = scope;

        var failure = await FailsAsync(method, [], StatusCode.Unauthenticated, "invalid_token");

        Assert.DoesNotContain("scope", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Refuses_a_caller_that_has_every_scope_but_the_one_needed(string method, string scope)
    {
        var caller = await fixture.CallerAsync([.. ServiceScopes.All.Where(other => other != scope)]);

        var failure = await FailsAsync(method, caller, StatusCode.PermissionDenied, "forbidden");

        Assert.Contains(scope, failure.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Lets_a_caller_in_that_has_the_scope(string method, string scope)
    {
        // The empty request is not valid: to be told so, the caller must have come in.
        await FailsAsync(method, await fixture.CallerAsync(scope), StatusCode.InvalidArgument, "invalid_request");
    }

    [Fact]
    public void Every_method_names_a_scope_but_health()
    {
        var methods = fixture.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(static endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null).ToList();

        var open = methods.Where(static endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);
        var closed = methods.Except(open).ToList();
        Assert.All(open, static endpoint => Assert.Contains("grpc.health.v1.Health", endpoint.DisplayName, StringComparison.Ordinal));
        Assert.All(closed, static endpoint => Assert.Contains(endpoint.Metadata.GetMetadata<RequiresScopeAttribute>()?.Scope, (IEnumerable<string?>)ServiceScopes.All));
        Assert.Equal(Methods.Count + 1, closed.Count); // WatchUsers is a stream: WatchUsersTests holds it to its scope
    }

    [Fact]
    public async Task Refuses_a_customers_token_as_a_service_token()
    {
        var customer = await fixture.CreateCustomerAsync();

        await FailsAsync("GetUser", RunningGrpcHost.As(customer.AccessToken), StatusCode.Unauthenticated, "invalid_token");
    }

    [Fact]
    public async Task Refuses_a_service_token_once_it_has_expired()
    {
        var caller = await fixture.CallerAsync(ServiceScopes.ReadUsers);
        await FailsAsync("GetUser", caller, StatusCode.InvalidArgument);

        // 15 minutes, and 30 seconds for clocks that differ.
        fixture.Time.Advance(TimeSpan.FromSeconds((15 * 60) + 29));
        await FailsAsync("GetUser", caller, StatusCode.InvalidArgument);
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        await FailsAsync("GetUser", caller, StatusCode.Unauthenticated, "invalid_token");
    }

    [Theory]
    [InlineData("Basic c2VydmljZTpzZWNyZXQ=")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer not.a.token")]
    public async Task Refuses_a_header_that_is_no_bearer_token(string header) =>
        await FailsAsync("GetUser", new Metadata { { "authorization", header } }, StatusCode.Unauthenticated, "invalid_token");

    [Fact]
    public async Task Refuses_two_tokens_in_one_call()
    {
        var caller = await fixture.CallerAsync(ServiceScopes.ReadUsers);
        caller.Add("authorization", "Bearer another");

        await FailsAsync("GetUser", caller, StatusCode.Unauthenticated, "invalid_token");
    }

    [Fact]
    public async Task Takes_a_forged_service_token_only_where_nothing_in_it_is_wrong()
    {
        var forge = await fixture.ForgeAsync();
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var claims = forge.ServiceClaims(ServiceScopes.ReadUsers);
        var customers = forge.ServiceClaims(ServiceScopes.ReadUsers);
        customers["aud"] = "banking-platform";

        await FailsAsync("GetUser", RunningGrpcHost.As(forge.Sign(forge.Header(), claims)), StatusCode.InvalidArgument);
        await FailsAsync("GetUser", RunningGrpcHost.As(forge.Sign(forge.Header(), customers)), StatusCode.Unauthenticated);
        await FailsAsync("GetUser", RunningGrpcHost.As(TokenForge.Sign(forge.Header(), claims, stranger)), StatusCode.Unauthenticated);
        await FailsAsync("GetUser", RunningGrpcHost.As(TokenForge.Unsigned(new JsonObject { ["alg"] = "none", ["typ"] = "at+jwt" }, claims)), StatusCode.Unauthenticated);
    }

    private Task<RpcException> FailsAsync(string method, Metadata caller, StatusCode code, string? reason = null)
    {
        var (users, auth, profiles) = (fixture.Host.Users, fixture.Host.Auth, fixture.Host.Profiles);
        return method switch
        {
            "GetUser" => users.GetUserAsync(new GetUserRequest(), caller).FailsAsync(code, reason),
            "BatchGetUsers" => users.BatchGetUsersAsync(new BatchGetUsersRequest(), caller).FailsAsync(code, reason),
            "FindUser" => users.FindUserAsync(new FindUserRequest(), caller).FailsAsync(code, reason),
            "GetEntitlements" => users.GetEntitlementsAsync(new GetEntitlementsRequest(), caller).FailsAsync(code, reason),
            "GetKycStatus" => users.GetKycStatusAsync(new GetKycStatusRequest(), caller).FailsAsync(code, reason),
            "ValidateToken" => auth.ValidateTokenAsync(new ValidateTokenRequest(), caller).FailsAsync(code, reason),
            "Introspect" => auth.IntrospectAsync(new IntrospectRequest(), caller).FailsAsync(code, reason),
            "RedeemApproval" => auth.RedeemApprovalAsync(new RedeemApprovalRequest(), caller).FailsAsync(code, reason),
            "RevokeSessions" => auth.RevokeSessionsAsync(new RevokeSessionsRequest(), caller).FailsAsync(code, reason),
            "GetProfile" => profiles.GetProfileAsync(new GetProfileRequest(), caller).FailsAsync(code, reason),
            "GetContactPoints" => profiles.GetContactPointsAsync(new GetContactPointsRequest(), caller).FailsAsync(code, reason),
            "GetPreferences" => profiles.GetPreferencesAsync(new GetPreferencesRequest(), caller).FailsAsync(code, reason),
            "UpdatePreferences" => profiles.UpdatePreferencesAsync(new UpdatePreferencesRequest(), caller).FailsAsync(code, reason),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
        };
    }
}
