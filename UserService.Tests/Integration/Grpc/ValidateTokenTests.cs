using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Banking.Users.V1;
using Grpc.Core;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class ValidateTokenTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    [Fact]
    public async Task Tells_what_a_live_token_says()
    {
        var customer = await fixture.CreateCustomerAsync();

        var answer = await ValidateAsync(customer.AccessToken);
        var again = await ValidateAsync(customer.AccessToken);

        Assert.True(answer.Active);
        var claims = answer.Claims;
        Assert.Equal(customer.UserId.ToString(), claims.UserId);
        Assert.Equal(customer.SessionId.ToString(), claims.SessionId);
        Assert.Equal("banking-app", claims.ClientId);
        Assert.Equal(["profile"], claims.Scopes);
        Assert.Empty(claims.Roles);
        Assert.Equal("aal2", claims.Acr);
        Assert.Equal(["pwd", "otp", "mfa"], claims.Amr);
        Assert.Equal(0, claims.KycTier);
        var now = fixture.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal((now, now, now + 300), (claims.AuthTime.Seconds, claims.IssuedAt.Seconds, claims.ExpiresAt.Seconds));
        Assert.Equal(answer, again);
    }

    [Fact]
    public async Task Tells_nothing_of_a_token_that_is_not_good()
    {
        var answer = await ValidateAsync("not a token");

        Assert.Equal(new ValidateTokenResponse(), answer);
    }

    [Fact]
    public async Task Needs_a_token()
    {
        var caller = await fixture.CallerAsync(ServiceScopes.ValidateTokens);

        var failure = await fixture.Host.Auth.ValidateTokenAsync(new(), caller).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal(["token"], failure.Fields());
    }

    [Fact]
    public async Task Does_not_take_a_service_token_for_a_customers()
    {
        var service = (await fixture.CallerAsync(ServiceScopes.ValidateTokens)).GetValue("authorization")!["Bearer ".Length..];

        Assert.False((await ValidateAsync(service)).Active);
    }

    [Fact]
    public async Task Takes_a_token_that_has_been_seen_until_it_expires()
    {
        var customer = await fixture.CreateCustomerAsync();
        Assert.True((await ValidateAsync(customer.AccessToken)).Active);

        // 5 minutes, and 30 seconds for clocks that differ.
        fixture.Time.Advance(TimeSpan.FromSeconds(329));
        Assert.True((await ValidateAsync(customer.AccessToken)).Active);
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False((await ValidateAsync(customer.AccessToken)).Active);
    }

    [Theory]
    [InlineData(-8, true)]
    [InlineData(-61, false)]
    public async Task Allows_for_clocks_that_differ_by_seconds(int expiresIn, bool active)
    {
        var (forge, claims) = await ClaimsAsync();
        claims["exp"] = forge.SecondsFromNow(expiresIn);

        Assert.Equal(active, (await ValidateAsync(forge.Sign(forge.Header(), claims))).Active);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(61, false)]
    public async Task Holds_to_not_before(int notBefore, bool active)
    {
        var (forge, claims) = await ClaimsAsync();
        claims["nbf"] = forge.SecondsFromNow(notBefore);

        Assert.Equal(active, (await ValidateAsync(forge.Sign(forge.Header(), claims))).Active);
    }

    [Fact]
    public async Task Takes_a_token_made_by_hand_if_nothing_in_it_is_wrong()
    {
        // Without this the refusals below would prove nothing.
        var (forge, claims) = await ClaimsAsync();

        Assert.True((await ValidateAsync(forge.Sign(forge.Header(), claims))).Active);
    }

    [Theory]
    [InlineData("iss", "https://elsewhere.example")]
    [InlineData("iss", null)]
    [InlineData("aud", "user-service")]
    [InlineData("aud", null)]
    [InlineData("exp", null)]
    [InlineData("sub", null)]
    [InlineData("sub", "ada")]
    [InlineData("sid", null)]
    [InlineData("client_id", null)]
    public async Task Refuses_a_claim_that_is_wrong_or_missing(string claim, string? value)
    {
        var (forge, claims) = await ClaimsAsync();
        claims.Remove(claim);
        if (value is not null)
            claims[claim] = value;

        Assert.False((await ValidateAsync(forge.Sign(forge.Header(), claims))).Active);
    }

    [Theory]
    [InlineData("typ", "JWT")]
    [InlineData("typ", null)]
    [InlineData("kid", "another")]
    [InlineData("kid", null)]
    [InlineData("alg", "ES384")]
    [InlineData("alg", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")]
    public async Task Refuses_a_header_that_is_wrong_or_missing(string name, string? value)
    {
        var (forge, claims) = await ClaimsAsync();
        var header = forge.Header();
        header.Remove(name);
        if (value is not null)
            header[name] = value;

        Assert.False((await ValidateAsync(forge.Sign(header, claims))).Active);
    }

    [Fact]
    public async Task Refuses_what_nobody_signed()
    {
        var (forge, claims) = await ClaimsAsync();
        foreach (var none in new[] { "none", "None", "ES256" })
        {
            var header = forge.Header();
            header["alg"] = none;
            Assert.False((await ValidateAsync(TokenForge.Unsigned(header, claims))).Active);
        }
    }

    [Fact]
    public async Task Refuses_the_public_key_as_a_shared_secret()
    {
        var (forge, claims) = await ClaimsAsync();
        var header = forge.Header();
        header["alg"] = "HS256";

        Assert.False((await ValidateAsync(forge.SignWithPublicKey(header, claims))).Active);
    }

    [Fact]
    public async Task Refuses_a_strangers_key_under_our_kid_and_one_that_comes_with_the_token()
    {
        var (forge, claims) = await ClaimsAsync();
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var brought = forge.Header();
        var point = stranger.ExportParameters(includePrivateParameters: false).Q;
        brought["jwk"] = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = System.Buffers.Text.Base64Url.EncodeToString(point.X),
            ["y"] = System.Buffers.Text.Base64Url.EncodeToString(point.Y),
        };

        Assert.False((await ValidateAsync(TokenForge.Sign(forge.Header(), claims, stranger))).Active);
        Assert.False((await ValidateAsync(TokenForge.Sign(brought, claims, stranger))).Active);
    }

    [Fact]
    public async Task Refuses_a_token_that_was_altered_also_when_the_right_one_is_known()
    {
        var (forge, claims) = await ClaimsAsync();
        var parts = forge.Sign(forge.Header(), claims).Split('.');
        Assert.True((await ValidateAsync(string.Join('.', parts))).Active);
        claims["tier"] = 3;
        var raised = forge.Sign(forge.Header(), claims).Split('.')[1];

        // The first character: in the last some bits do not count.
        var bent = (parts[2][0] == 'A' ? 'B' : 'A') + parts[2][1..];
        Assert.False((await ValidateAsync($"{parts[0]}.{raised}.{parts[2]}")).Active);
        Assert.False((await ValidateAsync($"{parts[0]}.{parts[1]}.{bent}")).Active);
        Assert.False((await ValidateAsync($"{parts[0]}.{parts[1]}.")).Active);
    }

    [Fact]
    public async Task Refuses_a_session_that_does_not_exist()
    {
        var (forge, claims) = await ClaimsAsync();
        claims["sid"] = "0190a5d1-ac96-774b-bcce-b302099a8057";

        Assert.False((await ValidateAsync(forge.Sign(forge.Header(), claims))).Active);
    }

    [Fact]
    public async Task Refuses_a_token_of_absurd_length() => Assert.False((await ValidateAsync(new string('a', 500_000))).Active);

    private async Task<(TokenForge Forge, JsonObject Claims)> ClaimsAsync()
    {
        var forge = await fixture.ForgeAsync();
        var customer = await fixture.CreateCustomerAsync();
        return (forge, forge.CustomerClaims(customer.UserId, customer.SessionId));
    }

    private async Task<ValidateTokenResponse> ValidateAsync(string token) =>
        await fixture.Host.Auth.ValidateTokenAsync(new() { Token = token }, await fixture.CallerAsync(ServiceScopes.ValidateTokens));
}
