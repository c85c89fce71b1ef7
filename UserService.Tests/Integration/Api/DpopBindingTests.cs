using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using UserService.Tests.Fixtures;
using UserService.Tests.Unit.Dpop;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class DpopBindingTests(StackFixture fixture) : IClassFixture<StackFixture>, IDisposable
{
    private const string Base = "https://id.bank.example";
    private readonly ProofBuilder mine = new(fixture.Stack.Clock.GetUtcNow());
    private readonly ProofBuilder others = new(fixture.Stack.Clock.GetUtcNow());

    public void Dispose()
    {
        mine.Dispose();
        others.Dispose();
    }

    [Fact]
    public async Task A_proof_at_sign_in_binds_the_tokens_to_its_key()
    {
        var session = await SignInAsync();
        var (token, refresh) = (Text(session, "accessToken"), Text(session, "refreshToken"));

        Assert.Equal("DPoP", Text(session, "tokenType"));
        var thumbprint = new JsonWebToken(token).GetPayloadValue<JsonElement>("cnf").GetProperty("jkt").GetString();
        Assert.Equal(mine.Thumbprint, thumbprint);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(token, Proof(mine, "GET", "/v1/profile", token))).StatusCode);

        // The successor is bound as well.
        using var refreshed = await PostAsync("/v1/auth/refresh", new { refreshToken = refresh }, Proof(mine, "POST", "/v1/auth/refresh"));
        var next = await refreshed.ReadJsonAsync();
        Assert.Equal("DPoP", Text(next, "tokenType"));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(Text(next, "accessToken"), Proof(mine, "GET", "/v1/profile", Text(next, "accessToken")))).StatusCode);
    }

    [Fact]
    public async Task A_bound_token_is_of_no_use_as_a_bearer_token()
    {
        var token = Text(await SignInAsync(), "accessToken");
        using var client = fixture.Stack.NewClient(token);

        using var response = await client.GetAsync("/v1/profile");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task A_bearer_token_is_of_no_use_with_a_proof()
    {
        var customer = await fixture.Stack.CreateCustomerAsync();

        using var response = await GetAsync(customer.AccessToken, Proof(mine, "GET", "/v1/profile", customer.AccessToken));

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_proof_that_is_replayed_or_for_another_request_or_key()
    {
        var token = Text(await SignInAsync(), "accessToken");
        var used = Proof(mine, "GET", "/v1/profile", token);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(token, used)).StatusCode);

        foreach (var (what, proof) in new (string, string?)[]
        {
            ("replayed", used), ("other method", Proof(mine, "POST", "/v1/profile", token)), ("other path", Proof(mine, "GET", "/v1/profile/", token)),
            ("other host", Proof(mine, "GET", "/v1/profile", token, "https://elsewhere.example")), ("other key", Proof(others, "GET", "/v1/profile", token)),
            ("other token", Proof(mine, "GET", "/v1/profile", token + "x")), ("no token", Proof(mine, "GET", "/v1/profile")), ("none", null), ("junk", "junk"),
        })
        {
            using var response = await GetAsync(token, proof);
            Assert.True(response.StatusCode is HttpStatusCode.Unauthorized, what);
            Assert.StartsWith("DPoP error=\"invalid_dpop_proof\", algs=\"ES256", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        using var two = new HttpRequestMessage(HttpMethod.Get, "/v1/profile");
        two.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        two.Headers.TryAddWithoutValidation("DPoP", [Proof(mine, "GET", "/v1/profile", token), Proof(mine, "GET", "/v1/profile", token)]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.Stack.Client.SendAsync(two)).StatusCode);
    }

    [Fact]
    public async Task One_proof_twenty_times_at_once_is_good_once()
    {
        var token = Text(await SignInAsync(), "accessToken");
        var proof = Proof(mine, "GET", "/v1/profile", token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync(token, proof)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_stolen_refresh_token_is_of_no_use_and_its_owner_keeps_the_session()
    {
        var refresh = Text(await SignInAsync(), "refreshToken");

        using var bare = await PostAsync("/v1/auth/refresh", new { refreshToken = refresh }, proof: null);
        using var thief = await PostAsync("/v1/auth/refresh", new { refreshToken = refresh }, Proof(others, "POST", "/v1/auth/refresh"));
        using var owner = await PostAsync("/v1/auth/refresh", new { refreshToken = refresh }, Proof(mine, "POST", "/v1/auth/refresh"));
        using var late = await PostAsync("/v1/auth/refresh", new { refreshToken = refresh }, Proof(others, "POST", "/v1/auth/refresh"));
        using var again = await PostAsync("/v1/auth/refresh", new { refreshToken = refresh }, Proof(mine, "POST", "/v1/auth/refresh"));

        await bare.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        await thief.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);
        await late.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        Assert.Equal(Text(await owner.ReadJsonAsync(), "refreshToken"), Text(await again.ReadJsonAsync(), "refreshToken"));
    }

    [Fact]
    public async Task A_session_without_a_key_is_bound_by_the_first_refresh_that_proves_one()
    {
        var customer = await fixture.Stack.CreateCustomerAsync();

        using var bound = await PostAsync("/v1/auth/refresh", new { refreshToken = customer.RefreshToken }, Proof(mine, "POST", "/v1/auth/refresh"));
        var next = await bound.ReadJsonAsync();
        using var bare = await PostAsync("/v1/auth/refresh", new { refreshToken = Text(next, "refreshToken") }, proof: null);

        Assert.Equal("DPoP", Text(next, "tokenType"));
        await bare.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
    }

    [Fact]
    public async Task A_wrong_proof_signs_nobody_in()
    {
        var customer = await fixture.Stack.CreateCustomerAsync();
        var body = new { identifier = customer.Email, password = customer.Password, deviceToken = customer.DeviceToken };
        var used = Proof(mine, "POST", "/v1/auth/login");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/v1/auth/login", body, used)).StatusCode);

        foreach (var proof in new[] { used, "junk", Proof(mine, "POST", "/v1/auth/verify"), Proof(mine, "GET", "/v1/auth/login") })
            await (await PostAsync("/v1/auth/login", body, proof)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_dpop_proof");
    }

    [Fact]
    public async Task Without_a_token_both_schemes_are_offered()
    {
        using var response = await fixture.Stack.Client.GetAsync("/v1/profile");

        Assert.Equal(["Bearer", "DPoP"], response.Headers.WwwAuthenticate.Select(h => h.Scheme));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private string Proof(ProofBuilder key, string method, string path, string? token = null, string at = Base) =>
        key.For(method, at + path, fixture.Stack.Clock.GetUtcNow(), token);

    private async Task<JsonElement> SignInAsync()
    {
        var customer = await fixture.Stack.CreateCustomerAsync();
        using var response = await PostAsync(
            "/v1/auth/login", new { identifier = customer.Email, password = customer.Password, deviceToken = customer.DeviceToken }, Proof(mine, "POST", "/v1/auth/login"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.ReadJsonAsync();
    }

    private Task<HttpResponseMessage> GetAsync(string token, string? proof)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profile");
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        return SendAsync(request, proof);
    }

    private Task<HttpResponseMessage> PostAsync(string path, object body, string? proof) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, proof);

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? proof)
    {
        if (proof is not null)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        return fixture.Stack.Client.SendAsync(request);
    }
}
