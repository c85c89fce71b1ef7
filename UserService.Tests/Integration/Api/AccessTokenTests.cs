using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class AccessTokenTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Header = """{"alg":"ES256","typ":"at+jwt","kid":"{kid}"}""";
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Says_what_RFC_9068_and_the_design_ask_for()
    {
        var customer = await stack.CreateCustomerAsync();

        var (header, claims) = (Part(customer.AccessToken, 0), Part(customer.AccessToken, 1));

        header.ShouldHaveExactly("alg:string", "typ:string", "kid:string");
        Assert.Equal("ES256", header.GetProperty("alg").GetString());
        Assert.Equal("at+jwt", header.GetProperty("typ").GetString());
        claims.ShouldHaveExactly(
            "iss:string", "aud:string", "sub:uuid", "client_id:string", "scope:string", "iat:number", "exp:number", "jti:uuid", "sid:uuid", "acr:string", "amr:array",
            "auth_time:number", "tier:number");
        Assert.Equal("https://id.bank.example", claims.GetProperty("iss").GetString());
        Assert.Equal("banking-platform", claims.GetProperty("aud").GetString());
        Assert.Equal(customer.Id, claims.GetProperty("sub").GetGuid());
        Assert.Equal(customer.SessionId, claims.GetProperty("sid").GetGuid());
        Assert.Equal("aal2", claims.GetProperty("acr").GetString());
        Assert.Equal(300, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.InRange(stack.Clock.GetUtcNow().ToUnixTimeSeconds() - claims.GetProperty("iat").GetInt64(), 0, 30);
    }

    [Fact]
    public async Task A_password_on_a_known_device_reaches_less_than_a_password_and_a_code()
    {
        var customer = await stack.CreateCustomerAsync();
        using var login = await customer.LoginAsync();

        var claims = Part((await login.ReadJsonAsync()).GetProperty("accessToken").GetString()!, 1);

        Assert.Equal("aal1", claims.GetProperty("acr").GetString());
        Assert.Equal(["pwd"], claims.GetProperty("amr").EnumerateArray().Select(m => m.GetString()));
    }

    [Fact]
    public async Task Is_verified_with_the_published_keys_alone()
    {
        var customer = await stack.CreateCustomerAsync();
        using var response = await stack.Client.GetAsync("/.well-known/jwks.json");
        Assert.Equal(TimeSpan.FromMinutes(5), response.Headers.CacheControl?.MaxAge);
        var keys = await response.ReadJsonAsync();
        keys.ShouldHaveExactly("keys:array");
        foreach (var published in keys.GetProperty("keys").EnumerateArray())
            published.ShouldHaveExactly("kty:string", "use:string", "alg:string", "crv:string", "kid:string", "x:string", "y:string"); // above all no "d"

        var kid = Part(customer.AccessToken, 0).GetProperty("kid").GetString();
        var key = keys.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("kid").GetString() == kid);
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()) },
        });
        var parts = customer.AccessToken.Split('.');
        Assert.True(ecdsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task Is_good_for_five_minutes()
    {
        var customer = await stack.CreateCustomerAsync();
        stack.Clock.Advance(TimeSpan.FromMinutes(4.5));
        using var before = await customer.Client.GetAsync("/v1/profile");
        stack.Clock.Advance(TimeSpan.FromMinutes(1.1)); // half a minute is for clocks that differ

        using var after = await customer.Client.GetAsync("/v1/profile");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await after.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Equal("Bearer error=\"invalid_token\"", after.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task No_token_at_all_is_asked_for_one_without_an_error()
    {
        using var response = await stack.Client.GetAsync("/v1/profile");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Equal("Bearer, DPoP algs=\"ES256 PS256 RS256\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Is_refused_when_any_of_its_checks_fails()
    {
        var customer = await stack.CreateCustomerAsync();
        var now = stack.Clock.GetUtcNow().ToUnixTimeSeconds();
        var good = Claims(customer, now);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(await stack.SignAsync(Header, good))); // so that each refusal below has its one cause

        string[] headers =
        [
            """{"alg":"ES256","typ":"JWT","kid":"{kid}"}""", """{"alg":"ES256","kid":"{kid}"}""", """{"alg":"none","typ":"at+jwt","kid":"{kid}"}""",
            """{"alg":"HS256","typ":"at+jwt","kid":"{kid}"}""", """{"alg":"ES256","typ":"at+jwt","kid":"another"}""",
        ];
        foreach (var header in headers)
            Assert.True(HttpStatusCode.Unauthorized == await StatusAsync(await stack.SignAsync(header, good)), header);
        (string From, string To)[] changes =
        [
            ("https://id.bank.example", "https://evil.example"), ("banking-platform", "user-service"), ("banking-platform", "another"),
            ($"\"exp\":{now + 300}", $"\"exp\":{now - 61}"), ($",\"exp\":{now + 300}", ""), ($"{customer.SessionId}", $"{Guid.CreateVersion7(stack.Clock.GetUtcNow())}"),
            ($"\"iat\":{now}", $"\"nbf\":{now + 61},\"iat\":{now}"), ($"{customer.Id}", "nobody"), ($",\"sid\":\"{customer.SessionId}\"", ""),
        ];
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, good, StringComparison.Ordinal);
            Assert.True(HttpStatusCode.Unauthorized == await StatusAsync(await stack.SignAsync(Header, good.Replace(from, to, StringComparison.Ordinal))), $"{from} -> {to}");
        }
    }

    [Fact]
    public async Task Is_refused_when_it_was_tampered_with_or_is_no_token()
    {
        var customer = await stack.CreateCustomerAsync();
        var parts = customer.AccessToken.Split('.');
        var unsigned = Base64Url.EncodeToString("""{"alg":"none","typ":"at+jwt"}"""u8);
        string[] tokens =
        [
            $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", $"{unsigned}.{parts[1]}.", $"{unsigned}.{parts[1]}.{parts[2]}", "a.b.c", "....", "x",
            $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Claims(customer, stack.Clock.GetUtcNow().ToUnixTimeSeconds())))}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.{new string('A', 86)}", new('a', 12_000), $"{customer.AccessToken}.{parts[2]}",
        ];
        foreach (var token in tokens)
            Assert.True(HttpStatusCode.Unauthorized == await StatusAsync(token), token.Length > 200 ? token[..200] : token);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic YTpi")]
    [InlineData("DPoP x")]
    [InlineData("bearer  x y z")]
    public async Task An_authorization_header_that_makes_no_sense_is_refused(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profile");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        await (await stack.Client.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
    }

    private static JsonElement Part(string token, int index) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[index])).RootElement;

    private static string Claims(Customer customer, long now) =>
        $$"""{"iss":"https://id.bank.example","aud":"banking-platform","sub":"{{customer.Id}}","client_id":"banking-app","scope":"profile","iat":{{now}},"exp":{{now + 300}},"jti":"x","sid":"{{customer.SessionId}}","acr":"aal2","amr":["pwd"],"auth_time":{{now}},"tier":0}""";

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var client = stack.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profile");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
