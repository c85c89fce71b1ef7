using System.Diagnostics;
using Grpc.Core;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class RevocationTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    [Fact]
    public async Task Is_seen_by_every_host_within_a_second_also_for_tokens_it_remembers()
    {
        await using var here = await fixture.StartAnotherAsync();
        await using var there = await fixture.StartAnotherAsync();
        var caller = await GrpcFixture.CallerAsync(here, ServiceScopes.ValidateTokens);
        var customer = await GrpcFixture.CreateCustomerAsync(here, "signs.out@example.com", phoneNumber: null);
        var stays = await GrpcFixture.CreateCustomerAsync(here, "stays@example.com", phoneNumber: null);
        foreach (var host in new[] { here, there })
        {
            Assert.True(await IsActiveAsync(host, customer, caller));
            Assert.True(await IsActiveAsync(host, stays, caller));
        }

        await GrpcFixture.SignOutAsync(here, customer);
        var since = Stopwatch.StartNew();
        Assert.False(await IsActiveAsync(here, customer, caller));
        while (true)
        {
            var late = since.Elapsed > TimeSpan.FromSeconds(1); // of the question: an answer takes as long as the machine is busy
            if (!await IsActiveAsync(there, customer, caller))
                break;
            Assert.False(late, "A question that was asked a second after the sign-out got the answer of before.");
        }

        Assert.True(await IsActiveAsync(there, stays, caller));
    }

    [Fact]
    public async Task By_a_service_ends_one_session_or_all_of_the_user_alone()
    {
        await using var host = await fixture.StartAnotherAsync();
        var caller = await GrpcFixture.CallerAsync(host, ServiceScopes.ValidateTokens, ServiceScopes.RevokeSessions);
        var one = await GrpcFixture.CreateCustomerAsync(host, "one@example.com", phoneNumber: null);
        var other = await GrpcFixture.CreateCustomerAsync(host, "other@example.com", phoneNumber: null);
        Assert.True(await IsActiveAsync(host, one, caller));

        var foreign = await host.Auth.RevokeSessionsAsync(new() { UserId = other.UserId.ToString(), SessionId = one.SessionId.ToString() }, caller);
        Assert.Equal(0, foreign.Revoked);
        Assert.True(await IsActiveAsync(host, one, caller));

        var named = await host.Auth.RevokeSessionsAsync(new() { UserId = one.UserId.ToString(), SessionId = one.SessionId.ToString() }, caller);
        Assert.Equal(1, named.Revoked);
        Assert.False(await IsActiveAsync(host, one, caller));
        Assert.True(await IsActiveAsync(host, other, caller));

        var all = await host.Auth.RevokeSessionsAsync(new() { UserId = other.UserId.ToString() }, caller);
        Assert.Equal(1, all.Revoked);
        Assert.False(await IsActiveAsync(host, other, caller));
    }

    private static async Task<bool> IsActiveAsync(RunningGrpcHost host, SignedInCustomer customer, Metadata caller) =>
        (await host.Auth.ValidateTokenAsync(new() { Token = customer.AccessToken }, caller)).Active;
}
