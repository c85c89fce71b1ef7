using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class PrivateKeyJwtTests(StackFixture fixture) : IClassFixture<StackFixture>, IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rsa = RSA.Create(2048);
    private readonly string client = OAuthTests.NewId();

    public void Dispose()
    {
        key.Dispose();
        rsa.Dispose();
    }

    [Fact]
    public async Task A_client_signs_in_with_either_of_its_keys_and_has_no_secret()
    {
        await AddAsync();
        var (ec, withRsa) = (Header(), new JsonObject { ["alg"] = "RS256", ["kid"] = "rsa" });
        var claims = Claims();
        claims["aud"] = "https://id.bank.example/oauth/token";

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(TokenForge.Sign(ec, Claims(), key))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(TokenForge.Sign(withRsa, claims, t => rsa.SignData(t, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))).StatusCode);
        using var empty = await fixture.Stack.Client.PostAsync("/oauth/token", OAuthTests.Form(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", " ")));
        await OAuthTests.ShouldRefuseAsync(empty, HttpStatusCode.Unauthorized, "invalid_client");
    }

    [Fact]
    public async Task The_same_assertion_twenty_times_at_once_is_good_once()
    {
        await AddAsync();
        var assertion = TokenForge.Sign(Header(), Claims(), key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(assertion)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(a => a.StatusCode is HttpStatusCode.Unauthorized));
    }

    [Theory]
    [InlineData("iss", "somebody-else")]
    [InlineData("sub", "somebody-else")]
    [InlineData("aud", "https://elsewhere.example")]
    [InlineData("aud", null)]
    [InlineData("jti", null)]
    [InlineData("exp", null)]
    [InlineData("iss", null)]
    public async Task Refuses_a_claim_that_is_wrong_or_missing(string claim, string? value)
    {
        await AddAsync();
        var claims = Claims();
        claims.Remove(claim);
        if (value is not null)
            claims[claim] = value;

        await OAuthTests.ShouldRefuseAsync(await SendAsync(TokenForge.Sign(Header(), claims, key)), HttpStatusCode.Unauthorized, "invalid_client");
    }

    [Theory]
    [InlineData(-8, true)]
    [InlineData(-61, false)]
    [InlineData(3600, false)]
    public async Task Holds_to_a_short_life(int expiresIn, bool good)
    {
        await AddAsync();
        var claims = Claims();
        claims["exp"] = fixture.Stack.Clock.GetUtcNow().ToUnixTimeSeconds() + expiresIn;

        Assert.Equal(good ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await SendAsync(TokenForge.Sign(Header(), claims, key))).StatusCode);
    }

    [Fact]
    public async Task Refuses_other_keys_other_algorithms_and_several_audiences()
    {
        await AddAsync();
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var several = Claims();
        several["aud"] = new JsonArray("https://id.bank.example", "https://elsewhere.example");
        JsonObject With(string alg, string? kid) => kid is null ? new JsonObject { ["alg"] = alg } : new JsonObject { ["alg"] = alg, ["kid"] = kid };
        byte[] Mac(byte[] text) => HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem()), text);

        foreach (var assertion in new[]
        {
            TokenForge.Sign(Header(), Claims(), stranger), TokenForge.Sign(With("ES256", "rsa"), Claims(), key), TokenForge.Sign(With("ES256", null), Claims(), key),
            TokenForge.Unsigned(With("none", "ec"), Claims()), TokenForge.Sign(With("HS256", "ec"), Claims(), Mac), TokenForge.Sign(Header(), several, key), "a.b.c", "junk",
        })
            await OAuthTests.ShouldRefuseAsync(await SendAsync(assertion), HttpStatusCode.Unauthorized, "invalid_client");
        await OAuthTests.ShouldRefuseAsync(
            await SendAsync(TokenForge.Sign(Header(), Claims(), key), ("client_id", "another")), HttpStatusCode.Unauthorized, "invalid_client");
        await OAuthTests.ShouldRefuseAsync(
            await SendAsync(TokenForge.Sign(Header(), Claims(), key), ("client_id", client), ("client_secret", "two at once")), HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task An_operator_registers_keys_replaces_them_and_disables_the_client()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Keys(key, rsa).ToJsonString());
        var added = await fixture.Stack.RunWorkerAsync("clients", "add", "--id", client, "--scopes", "users.read", "--jwks-file", file, "--on-behalf-to", "ledger");
        Assert.Equal((0, $"client {client} is ready"), (added.ExitCode, added.Output.Trim()));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(TokenForge.Sign(Header(), Claims(), key))).StatusCode);

        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(file, Keys(next, rsa).ToJsonString());
        Assert.Equal(0, (await fixture.Stack.RunWorkerAsync("clients", "rotate", "--id", client, "--jwks-file", file)).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(TokenForge.Sign(Header(), Claims(), key))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(TokenForge.Sign(Header(), Claims(), next))).StatusCode);

        var listed = await fixture.Stack.RunWorkerAsync("clients", "list");
        Assert.Contains($"{client}\tenabled", listed.Output, StringComparison.Ordinal);
        Assert.Contains("\tkeys\tusers.read\ton behalf of customers: ledger", listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await fixture.Stack.RunWorkerAsync("clients", "disable", "--id", client)).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(TokenForge.Sign(Header(), Claims(), next))).StatusCode);

        var priv = Keys(key, rsa);
        priv["keys"]![0]!["d"] = "AAAA";
        await File.WriteAllTextAsync(file, priv.ToJsonString());
        var refused = await fixture.Stack.RunWorkerAsync("clients", "add", "--id", OAuthTests.NewId(), "--scopes", "users.read", "--jwks-file", file);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("invalid_key_set", refused.Output, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static JsonObject Keys(ECDsa ec, RSA rsa)
    {
        var (point, parameters) = (ec.ExportParameters(false).Q, rsa.ExportParameters(false));
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kid"] = "ec", ["use"] = "sig", ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y) },
                new JsonObject { ["kid"] = "rsa", ["kty"] = "RSA", ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent) }),
        };
    }

    private static JsonObject Header() => new() { ["alg"] = "ES256", ["kid"] = "ec" };

    private JsonObject Claims()
    {
        var now = fixture.Stack.Clock.GetUtcNow();
        return new JsonObject
        {
            ["iss"] = client, ["sub"] = client, ["aud"] = "https://id.bank.example", ["jti"] = Guid.CreateVersion7(now).ToString(), ["exp"] = now.ToUnixTimeSeconds() + 60,
        };
    }

    private async Task AddAsync() => Assert.IsType<NewClientResult.Made>(await fixture.Stack.UseAsync((IClientService c) =>
        c.AddAsync(new NewClient(client, [ServiceScopes.ReadUsers]) { PublicKeys = Keys(key, rsa).ToJsonString() }, Actor.System, CancellationToken.None)));

    private Task<HttpResponseMessage> SendAsync(string assertion, params (string, string)[] more) => fixture.Stack.Client.PostAsync("/oauth/token", OAuthTests.Form(
        [("grant_type", "client_credentials"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion), .. more]));
}
