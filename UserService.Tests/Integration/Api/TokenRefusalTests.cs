using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>What no access token may look like, over REST; ValidateTokenTests holds gRPC to the same.</summary>
[Collection(ServersCollection.Name)]
public sealed class TokenRefusalTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Takes_a_token_made_by_hand_if_nothing_in_it_is_wrong()
    {
        // Without this the refusals below would prove nothing.
        var (forge, claims) = await ClaimsAsync();

        Assert.Equal(HttpStatusCode.OK, await SendAsync(forge.Sign(forge.Header(), claims)));
    }

    [Theory]
    [InlineData("iss", "https://elsewhere.example")]
    [InlineData("iss", null)]
    [InlineData("aud", "user-service")]
    [InlineData("aud", null)]
    [InlineData("exp", null)]
    [InlineData("sub", null)]
    [InlineData("sid", null)]
    [InlineData("sid", "0190a5d1-ac96-774b-bcce-b302099a8057")]
    [InlineData("client_id", null)]
    public async Task Refuses_a_claim_that_is_wrong_or_missing(string claim, string? value)
    {
        var (forge, claims) = await ClaimsAsync();
        claims.Remove(claim);
        if (value is not null)
            claims[claim] = value;

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(forge.Sign(forge.Header(), claims)));
    }

    [Theory]
    [InlineData("typ", "JWT")]
    [InlineData("typ", "dpop+jwt")]
    [InlineData("typ", null)]
    [InlineData("kid", "../../../dev/null")]
    [InlineData("kid", "' OR 1=1 --")]
    [InlineData("kid", null)]
    [InlineData("alg", "ES384")]
    public async Task Refuses_a_header_that_is_wrong_or_missing(string name, string? value)
    {
        var (forge, claims) = await ClaimsAsync();
        var header = forge.Header();
        header.Remove(name);
        if (value is not null)
            header[name] = value;

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(forge.Sign(header, claims)));
    }

    [Theory]
    [InlineData(-8, HttpStatusCode.OK)]
    [InlineData(-61, HttpStatusCode.Unauthorized)]
    public async Task Allows_for_clocks_that_differ_by_seconds(int expiresIn, HttpStatusCode status)
    {
        var (forge, claims) = await ClaimsAsync();
        claims["exp"] = forge.SecondsFromNow(expiresIn);

        Assert.Equal(status, await SendAsync(forge.Sign(forge.Header(), claims)));
    }

    [Fact]
    public async Task Refuses_what_nobody_signed_and_the_public_key_as_a_shared_secret()
    {
        var (forge, claims) = await ClaimsAsync();
        foreach (var none in new[] { "none", "None", "NONE", "ES256" })
        {
            var header = forge.Header();
            header["alg"] = none;
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(TokenForge.Unsigned(header, claims)));
        }

        var symmetric = forge.Header();
        symmetric["alg"] = "HS256";
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(forge.SignWithPublicKey(symmetric, claims)));
    }

    [Fact]
    public async Task Never_looks_at_a_key_that_the_token_brings_or_names()
    {
        var (forge, claims) = await ClaimsAsync();
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = stranger.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y) };
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/keys";

        foreach (var (name, value) in new (string, JsonNode)[] { ("jwk", jwk), ("jku", address), ("x5u", address) })
        {
            foreach (var kid in new[] { forge.KeyId, "mine", null })
            {
                var header = forge.Header();
                header["kid"] = kid;
                header[name] = value.DeepClone();
                Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(TokenForge.Sign(header, claims, stranger)));
            }
        }

        Assert.False(listener.Pending(), "somebody came for the key");
    }

    [Fact]
    public async Task Refuses_a_token_that_was_altered_also_when_the_right_one_is_known()
    {
        var (forge, claims) = await ClaimsAsync();
        var parts = forge.Sign(forge.Header(), claims).Split('.');
        Assert.Equal(HttpStatusCode.OK, await SendAsync(string.Join('.', parts)));
        claims["tier"] = 3;
        var raised = forge.Sign(forge.Header(), claims).Split('.')[1];

        // The first character: in the last some bits do not count.
        var bent = (parts[2][0] == 'A' ? 'B' : 'A') + parts[2][1..];
        foreach (var altered in new[] { $"{parts[0]}.{raised}.{parts[2]}", $"{parts[0]}.{parts[1]}.{bent}", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}" })
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(altered));
    }

    [Fact]
    public async Task Refuses_a_refresh_token_a_device_token_and_a_challenge_as_an_access_token()
    {
        var customer = await stack.CreateCustomerAsync();
        using var login = await customer.LoginAsync(knownDevice: false);
        var challenge = (await login.ReadJsonAsync()).GetProperty("challengeId").GetString()!;

        foreach (var token in new[] { customer.RefreshToken, customer.DeviceToken, challenge, new string('a', 100_000)[..8000] })
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(token));
    }

    [Fact]
    public async Task Refuses_the_token_of_a_revoked_session_at_once_here_and_within_a_second_elsewhere()
    {
        var customer = await stack.CreateCustomerAsync();
        using var replica = await stack.StartReplicaAsync(customer.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await replica.GetAsync("/v1/profile")).StatusCode);

        (await customer.Client.PostAsync("/v1/auth/logout", null)).Dispose();
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(customer.AccessToken));
        await Task.Delay(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await replica.GetAsync("/v1/profile")).StatusCode);
    }

    private async Task<(TokenForge Forge, JsonObject Claims)> ClaimsAsync()
    {
        var forge = await stack.ForgeAsync();
        var customer = await stack.CreateCustomerAsync();
        return (forge, forge.CustomerClaims(customer.Id, customer.SessionId));
    }

    private async Task<HttpStatusCode> SendAsync(string token)
    {
        using var client = stack.NewClient(token);
        using var response = await client.GetAsync("/v1/profile");
        return response.StatusCode;
    }
}
