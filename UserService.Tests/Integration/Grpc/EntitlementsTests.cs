using Grpc.Core;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class EntitlementsTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    private const string Nobody = "0190a5d1-ac96-774b-bcce-b302099a8057";

    [Fact]
    public async Task Tells_what_a_customer_may_do()
    {
        var customer = await fixture.CreateCustomerAsync();
        await fixture.ExecuteAsync($"UPDATE users SET kyc_tier = 3 WHERE id = '{customer.UserId}'; UPDATE devices SET first_seen_at = first_seen_at - interval '2 days' WHERE user_id = '{customer.UserId}'");

        var allowed = (await fixture.Host.Users.GetEntitlementsAsync(new() { UserId = customer.UserId.ToString(), SessionId = customer.SessionId.ToString() }, await ReaderAsync())).Entitlements;

        Assert.True(allowed.CanDebit);
        Assert.True(allowed.CanCredit);
        Assert.Equal(500_000_000, allowed.DailyLimit);
        Assert.Equal(500_000_000, allowed.InstantLimit);
        Assert.False(allowed.HasBalanceLimit);
        Assert.Empty(allowed.Restrictions);
        Assert.Equal("NGN", allowed.Currency);
    }

    [Fact]
    public async Task Anothers_device_and_an_unknown_one_count_as_new()
    {
        var (customer, reader) = (await fixture.CreateCustomerAsync(), await ReaderAsync());
        var other = await fixture.CreateCustomerAsync();
        await fixture.ExecuteAsync($"UPDATE users SET kyc_tier = 2 WHERE id = '{customer.UserId}'; UPDATE devices SET first_seen_at = first_seen_at - interval '2 days'");

        foreach (var request in new Banking.Users.V1.GetEntitlementsRequest[] { new() { SessionId = other.SessionId.ToString() }, new() { DeviceId = Nobody } })
        {
            request.UserId = customer.UserId.ToString();
            var allowed = (await fixture.Host.Users.GetEntitlementsAsync(request, reader)).Entitlements;
            Assert.Equal(2_000_000, allowed.DailyLimit);
            Assert.Equal("new_device", Assert.Single(allowed.Restrictions).Code);
        }

        Assert.Equal(20_000_000, (await fixture.Host.Users.GetEntitlementsAsync(new() { UserId = customer.UserId.ToString() }, reader)).Entitlements.DailyLimit);
    }

    [Fact]
    public async Task Restrictions_hold_back_what_they_name_until_they_end()
    {
        var (customer, reader) = (await fixture.CreateCustomerAsync(), await ReaderAsync());
        await fixture.ExecuteAsync(
            $"""
            UPDATE users SET kyc_tier = 2 WHERE id = '{customer.UserId}';
            INSERT INTO kyc_restrictions (id, user_id, kind, reason, starts_at, expires_at) VALUES
                (gen_random_uuid(), '{customer.UserId}', 'Watchlist', 'watchlisted', now(), now() + interval '1 day'),
                (gen_random_uuid(), '{customer.UserId}', 'PostNoCredit', 'set_by_staff', now() - interval '2 days', now() - interval '1 day')
            """);

        var allowed = (await fixture.Host.Users.GetEntitlementsAsync(new() { UserId = customer.UserId.ToString() }, reader)).Entitlements;

        Assert.False(allowed.CanDebit);
        Assert.True(allowed.CanCredit);
        Assert.Equal(0, allowed.DailyLimit);
        var restriction = Assert.Single(allowed.Restrictions);
        Assert.Equal("watchlist", restriction.Code);
        Assert.NotNull(restriction.Until);
    }

    [Fact]
    public async Task Tells_how_far_an_identity_is_verified()
    {
        var customer = await fixture.CreateCustomerAsync();

        var status = await fixture.Host.Users.GetKycStatusAsync(new() { UserId = customer.UserId.ToString() }, await ReaderAsync());

        Assert.Equal(0, status.KycTier);
        Assert.Equal("", status.CaseState);
        Assert.Empty(status.PassedChecks);
    }

    [Fact]
    public async Task Has_nothing_to_tell_of_the_unknown_and_needs_the_scope()
    {
        var (reader, finder) = (await ReaderAsync(), await fixture.CallerAsync(ServiceScopes.FindUsers));

        await fixture.Host.Users.GetEntitlementsAsync(new() { UserId = Nobody }, reader).FailsAsync(StatusCode.NotFound, "not_found");
        await fixture.Host.Users.GetKycStatusAsync(new() { UserId = Nobody }, reader).FailsAsync(StatusCode.NotFound, "not_found");
        var field = await fixture.Host.Users.GetEntitlementsAsync(new() { UserId = Nobody, DeviceId = "x" }, reader).FailsAsync(StatusCode.InvalidArgument, "invalid_request");
        Assert.Equal(["device_id"], field.Fields());
        await fixture.Host.Users.GetEntitlementsAsync(new() { UserId = Nobody }, finder).FailsAsync(StatusCode.PermissionDenied, "forbidden");
        await fixture.Host.Users.GetKycStatusAsync(new() { UserId = Nobody }, finder).FailsAsync(StatusCode.PermissionDenied, "forbidden");
    }

    private Task<Metadata> ReaderAsync() => fixture.CallerAsync(ServiceScopes.ReadUsers);
}
