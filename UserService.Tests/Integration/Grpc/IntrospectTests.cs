using System.Text.Json.Nodes;
using Banking.Users.V1;
using Grpc.Core;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class IntrospectTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    [Fact]
    public async Task Tells_what_a_customers_access_token_is_good_for()
    {
        var customer = await fixture.CreateCustomerAsync();

        var answer = await IntrospectAsync(customer.AccessToken);

        Assert.True(answer.Active);
        var token = answer.Token;
        Assert.Equal(("Bearer", "banking-app", "banking-platform", "https://id.bank.example"), (token.TokenType, token.ClientId, token.Audience, token.Issuer));
        Assert.Equal((customer.UserId.ToString(), customer.SessionId.ToString()), (token.Subject, token.SessionId));
        Assert.Equal(["profile"], token.Scopes);
        Assert.Equal("aal2", token.Acr);
        Assert.Equal(["pwd", "otp", "mfa"], token.Amr);
        Assert.True(Guid.TryParse(token.TokenId, out _));
        Assert.Equal(("", ""), (token.KeyThumbprint, token.ActingClient));
        var now = fixture.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal((now, now, now + 300), (token.AuthTime.Seconds, token.IssuedAt.Seconds, token.ExpiresAt.Seconds));
    }

    [Fact]
    public async Task Tells_what_a_refresh_token_is_good_for_and_leaves_it_so()
    {
        var customer = await fixture.CreateCustomerAsync();

        var answer = await IntrospectAsync(customer.RefreshToken);
        var again = await IntrospectAsync(customer.RefreshToken);

        Assert.True(answer.Active);
        var token = answer.Token;
        Assert.Equal(("refresh_token", "banking-app", "", ""), (token.TokenType, token.ClientId, token.Audience, token.TokenId));
        Assert.Equal((customer.UserId.ToString(), customer.SessionId.ToString()), (token.Subject, token.SessionId));
        Assert.Equal(fixture.Time.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds(), token.ExpiresAt.Seconds);
        Assert.Equal(answer, again);
    }

    [Fact]
    public async Task Tells_of_a_service_token_whose_it_is_and_of_no_customer()
    {
        var forge = await fixture.ForgeAsync();

        var answer = await IntrospectAsync(forge.Sign(forge.Header(), forge.ServiceClaims("users.read tokens.validate")));

        Assert.True(answer.Active);
        var token = answer.Token;
        Assert.Equal(("Bearer", "billing", "billing", "user-service"), (token.TokenType, token.ClientId, token.Subject, token.Audience));
        Assert.Equal(["tokens.validate", "users.read"], token.Scopes);
        Assert.Equal(("", ""), (token.SessionId, token.Acr));
        Assert.Empty(token.Amr);
        Assert.Null(token.AuthTime);
    }

    [Fact]
    public async Task Tells_who_acts_for_the_customer_until_her_session_ends()
    {
        var (forge, customer) = (await fixture.ForgeAsync(), await fixture.CreateCustomerAsync());
        var claims = forge.CustomerClaims(customer.UserId, customer.SessionId);
        claims["aud"] = "ledger";
        claims["client_id"] = "payments";
        claims["act"] = new JsonObject { ["sub"] = "payments" };
        var delegated = forge.Sign(forge.Header(), claims);

        var token = (await IntrospectAsync(delegated)).Token;
        await GrpcFixture.SignOutAsync(fixture.Host, customer);

        Assert.Equal(("Bearer", "payments", "payments", "ledger"), (token.TokenType, token.ClientId, token.ActingClient, token.Audience));
        Assert.Equal((customer.UserId.ToString(), customer.SessionId.ToString()), (token.Subject, token.SessionId));
        Assert.Equal(new IntrospectResponse(), await IntrospectAsync(delegated));
    }

    [Fact]
    public async Task Names_the_key_that_a_token_is_bound_to()
    {
        var (forge, customer) = (await fixture.ForgeAsync(), await fixture.CreateCustomerAsync());
        var claims = forge.CustomerClaims(customer.UserId, customer.SessionId);
        claims["cnf"] = new JsonObject { ["jkt"] = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" };

        var token = (await IntrospectAsync(forge.Sign(forge.Header(), claims))).Token;

        Assert.Equal(("DPoP", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"), (token.TokenType, token.KeyThumbprint));
    }

    [Fact]
    public async Task Tells_nothing_of_the_tokens_of_a_session_that_has_ended()
    {
        var customer = await fixture.CreateCustomerAsync();
        Assert.True((await IntrospectAsync(customer.AccessToken)).Active);

        await GrpcFixture.SignOutAsync(fixture.Host, customer);

        Assert.Equal(new IntrospectResponse(), await IntrospectAsync(customer.AccessToken));
        Assert.Equal(new IntrospectResponse(), await IntrospectAsync(customer.RefreshToken));
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("rt_junk")]
    [InlineData("a.b.c")]
    [InlineData("a\0b")]
    public async Task Tells_nothing_of_what_is_no_token(string token) => Assert.Equal(new IntrospectResponse(), await IntrospectAsync(token));

    [Theory]
    [InlineData("")]
    [InlineData("rt_")]
    public async Task Tells_nothing_of_a_token_of_absurd_length(string prefix) =>
        Assert.Equal(new IntrospectResponse(), await IntrospectAsync(prefix + new string('a', 500_000)));

    [Fact]
    public async Task Needs_a_token()
    {
        var failure = await fixture.Host.Auth.IntrospectAsync(new(), await CallerAsync()).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal(["token"], failure.Fields());
    }

    [Fact]
    public async Task Needs_its_own_scope()
    {
        var customer = await fixture.CreateCustomerAsync();
        var caller = await fixture.CallerAsync(ServiceScopes.ValidateTokens, ServiceScopes.RevokeSessions);

        await fixture.Host.Auth.IntrospectAsync(new() { Token = customer.AccessToken }, caller).FailsAsync(StatusCode.PermissionDenied, "forbidden");
    }

    private Task<Metadata> CallerAsync() => fixture.CallerAsync(ServiceScopes.IntrospectTokens);

    private async Task<IntrospectResponse> IntrospectAsync(string token) =>
        await fixture.Host.Auth.IntrospectAsync(new() { Token = token }, await CallerAsync());
}
