using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class OAuthTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private static int clients;
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Tells_where_everything_is_and_what_is_supported()
    {
        using var response = await stack.Client.GetAsync("/.well-known/oauth-authorization-server");

        var metadata = await response.ReadJsonAsync();
        Assert.Equal("https://id.bank.example", metadata.GetProperty("issuer").GetString());
        Assert.Equal("https://id.bank.example/oauth/token", metadata.GetProperty("token_endpoint").GetString());
        Assert.Empty(metadata.GetProperty("response_types_supported").EnumerateArray());
        Assert.Contains("private_key_jwt", Texts(metadata, "token_endpoint_auth_methods_supported"));
        Assert.Equal(ServiceScopes.All.Order(StringComparer.Ordinal), Texts(metadata, "scopes_supported"));
        foreach (var endpoint in new[] { "token_endpoint", "introspection_endpoint", "revocation_endpoint" })
        {
            using var there = await stack.Client.PostAsync(new Uri(metadata.GetProperty(endpoint).GetString()!).AbsolutePath, new FormUrlEncodedContent([]));
            Assert.True(there.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, endpoint);
        }

        using var keys = await stack.Client.GetAsync(new Uri(metadata.GetProperty("jwks_uri").GetString()!).AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, keys.StatusCode);
    }

    [Fact]
    public async Task Describes_customers_services_and_refresh_tokens_to_who_may_ask()
    {
        var (customer, service) = (await stack.CreateCustomerAsync(), await AddClientAsync(ServiceScopes.IntrospectTokens));

        var access = await IntrospectAsync(service, customer.AccessToken);
        Assert.True(access.GetProperty("active").GetBoolean());
        Assert.Equal(customer.Id.ToString(), access.GetProperty("sub").GetString());
        Assert.Equal(customer.SessionId, access.GetProperty("sid").GetGuid());
        Assert.Equal(("Bearer", "banking-app", "banking-platform", "profile"), (Text(access, "token_type"), Text(access, "client_id"), Text(access, "aud"), Text(access, "scope")));
        Assert.False(access.TryGetProperty("cnf", out _));

        var refresh = await IntrospectAsync(service, customer.RefreshToken);
        Assert.True(refresh.GetProperty("active").GetBoolean());
        Assert.Equal(customer.SessionId, refresh.GetProperty("sid").GetGuid());
        Assert.False(refresh.TryGetProperty("aud", out _));

        var own = await TokenAsync(service);
        Assert.Equal(service.Id, Text(await IntrospectAsync(service, own), "sub"));

        // The caller's own service token opens the door too.
        using var byToken = stack.NewClient(own);
        using var response = await byToken.PostAsync("/oauth/introspect", Form(("token", customer.AccessToken)));
        Assert.True((await response.ReadJsonAsync()).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Says_of_a_token_that_is_not_good_nothing_but_that()
    {
        var (customer, service) = (await stack.CreateCustomerAsync(), await AddClientAsync(ServiceScopes.IntrospectTokens));
        var forge = await stack.ForgeAsync();
        var expired = forge.CustomerClaims(customer.Id, customer.SessionId);
        expired["exp"] = forge.SecondsFromNow(-61);
        (await customer.RefreshAsync()).Dispose(); // the first refresh token is spent by this
        using var loggedOut = await (await stack.CreateCustomerAsync()).Client.PostAsync("/v1/auth/logout", null);

        foreach (var token in new[] { "junk", "rt_junk", customer.RefreshToken, forge.Sign(forge.Header(), expired), "a.b.c" })
            Assert.Equal("""{"active":false}""", (await IntrospectAsync(service, token)).GetRawText());
    }

    [Fact]
    public async Task Tells_nobody_else()
    {
        var customer = await stack.CreateCustomerAsync();
        var stranger = await AddClientAsync(ServiceScopes.ReadUsers);

        using var nobody = await stack.Client.PostAsync("/oauth/introspect", Form(("token", customer.AccessToken)));
        using var without = await PostAsync("/oauth/introspect", stranger, ("token", customer.AccessToken));
        using var wrong = await PostAsync("/oauth/introspect", stranger with { Secret = "wrong" }, ("token", customer.AccessToken));
        using var byCustomer = await customer.Client.PostAsync("/oauth/introspect", Form(("token", customer.AccessToken)));

        await ShouldRefuseAsync(nobody, HttpStatusCode.Unauthorized, "invalid_client");
        await ShouldRefuseAsync(without, HttpStatusCode.Forbidden, "insufficient_scope");
        await ShouldRefuseAsync(wrong, HttpStatusCode.Unauthorized, "invalid_client");
        await ShouldRefuseAsync(byCustomer, HttpStatusCode.Unauthorized, "invalid_client");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Revoking_a_token_ends_its_session(bool byApp, bool withRefreshToken)
    {
        var customer = await stack.CreateCustomerAsync();
        var token = withRefreshToken ? customer.RefreshToken : customer.AccessToken;

        using var response = byApp
            ? await stack.Client.PostAsync("/oauth/revoke", Form(("token", token), ("client_id", "banking-app"), ("token_type_hint", "whatever")))
            : await PostAsync("/oauth/revoke", await AddClientAsync(ServiceScopes.RevokeSessions), ("token", token));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        await (await customer.RefreshAsync()).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        Assert.Equal(byApp ? "logout" : "revoked_by_service", await stack.QueryAsync<string>("SELECT revoked_reason FROM sessions WHERE id = $1", customer.SessionId));
    }

    [Fact]
    public async Task Revoking_what_is_no_token_is_fine_and_revoking_without_leave_is_not()
    {
        var customer = await stack.CreateCustomerAsync();
        var (allowed, stranger) = (await AddClientAsync(ServiceScopes.RevokeSessions), await AddClientAsync(ServiceScopes.ReadUsers));

        foreach (var junk in new[] { "junk", "rt_junk", "a.b.c" })
        {
            Assert.Equal(HttpStatusCode.OK, (await PostAsync("/oauth/revoke", allowed, ("token", junk))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await stack.Client.PostAsync("/oauth/revoke", Form(("token", junk), ("client_id", "banking-app")))).StatusCode);
        }

        await ShouldRefuseAsync(await PostAsync("/oauth/revoke", stranger, ("token", customer.AccessToken)), HttpStatusCode.BadRequest, "unauthorized_client");
        await ShouldRefuseAsync(await PostAsync("/oauth/revoke", stranger, ("token", "junk")), HttpStatusCode.BadRequest, "unauthorized_client");
        await ShouldRefuseAsync(await stack.Client.PostAsync("/oauth/revoke", Form(("token", customer.AccessToken), ("client_id", "another"))), HttpStatusCode.Unauthorized, "invalid_client");
        await ShouldRefuseAsync(
            await stack.Client.PostAsync("/oauth/revoke", Form(("token", customer.AccessToken), ("client_id", allowed.Id), ("client_secret", "wrong"))), HttpStatusCode.Unauthorized, "invalid_client");
        await ShouldRefuseAsync(await PostAsync("/oauth/revoke", allowed, ("token", await TokenAsync(allowed))), HttpStatusCode.BadRequest, "unsupported_token_type");
        Assert.Equal(HttpStatusCode.OK, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
    }

    [Fact]
    public async Task A_service_calls_another_on_behalf_of_a_customer()
    {
        var customer = await stack.CreateCustomerAsync();
        var payments = await AddClientAsync(new NewClient(NewId(), [ServiceScopes.IntrospectTokens]) { ExchangeAudiences = ["ledger"] });

        using var response = await ExchangeAsync(payments, customer.AccessToken, "ledger");
        var answer = await response.ReadJsonAsync();
        answer.ShouldHaveExactly("access_token:string", "token_type:string", "expires_in:number", "scope:string", "issued_token_type:string");
        Assert.Equal(AccessTokenType, Text(answer, "issued_token_type"));
        Assert.InRange(answer.GetProperty("expires_in").GetInt32(), 100, 120);

        var text = Text(answer, "access_token")!;
        var token = new JsonWebToken(text);
        Assert.Equal((customer.Id.ToString(), payments.Id, "profile"), (token.Subject, token.GetClaim("client_id").Value, token.GetClaim("scope").Value));
        Assert.Equal(["ledger"], token.Audiences);
        Assert.Equal(payments.Id, token.GetPayloadValue<JsonElement>("act").GetProperty("sub").GetString());

        // Not good for us in any way, described truly, and dead with the customer's session.
        using var asCustomer = stack.NewClient(text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await asCustomer.GetAsync("/v1/profile")).StatusCode);
        using var asService = await asCustomer.PostAsync("/oauth/introspect", Form(("token", text)));
        Assert.Equal(HttpStatusCode.Unauthorized, asService.StatusCode);
        Assert.Equal(payments.Id, (await IntrospectAsync(payments, text)).GetProperty("act").GetProperty("sub").GetString());
        await ShouldRefuseAsync(await ExchangeAsync(payments, text, "ledger"), HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE action = 'client.token_exchanged' AND subject_id = $1 AND reason = 'ledger'", customer.Id));
        (await customer.Client.PostAsync("/v1/auth/logout", null)).Dispose();
        Assert.False((await IntrospectAsync(payments, text)).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Token_exchange_gives_nobody_more_than_was_agreed()
    {
        var customer = await stack.CreateCustomerAsync();
        var payments = await AddClientAsync(new NewClient(NewId(), [ServiceScopes.ReadUsers]) { ExchangeAudiences = ["ledger", "user-service"] });
        var stranger = await AddClientAsync(ServiceScopes.ReadUsers);

        await ShouldRefuseAsync(await ExchangeAsync(stranger, customer.AccessToken, "ledger"), HttpStatusCode.BadRequest, "unauthorized_client");
        await ShouldRefuseAsync(await ExchangeAsync(payments, customer.AccessToken, "vault"), HttpStatusCode.BadRequest, "invalid_target");
        await ShouldRefuseAsync(await ExchangeAsync(payments, customer.AccessToken, "user-service"), HttpStatusCode.BadRequest, "invalid_target");
        await ShouldRefuseAsync(await ExchangeAsync(payments, customer.AccessToken, "ledger", ("scope", "profile admin")), HttpStatusCode.BadRequest, "invalid_scope");
        await ShouldRefuseAsync(await ExchangeAsync(payments, "junk", "ledger"), HttpStatusCode.BadRequest, "invalid_request");
        await ShouldRefuseAsync(await ExchangeAsync(payments, customer.RefreshToken, "ledger"), HttpStatusCode.BadRequest, "invalid_request");
        await ShouldRefuseAsync(await ExchangeAsync(payments, await TokenAsync(payments), "ledger"), HttpStatusCode.BadRequest, "invalid_request");
        await ShouldRefuseAsync(await ExchangeAsync(payments, customer.AccessToken, "ledger", ("actor_token", "x")), HttpStatusCode.BadRequest, "invalid_request");
        await ShouldRefuseAsync(await ExchangeAsync(payments with { Secret = "wrong" }, customer.AccessToken, "ledger"), HttpStatusCode.Unauthorized, "invalid_client");
    }

    [Theory]
    [InlineData("grant_type=password", HttpStatusCode.BadRequest, "unsupported_grant_type")]
    [InlineData("", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("grant_type=client_credentials", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("grant_type=client_credentials&client_id=a%00b&client_secret=c", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=nobody&client_secret=c", HttpStatusCode.Unauthorized, "invalid_client")]
    public async Task Refuses_a_form_that_is_wrong(string form, HttpStatusCode status, string error)
    {
        using var response = await stack.Client.PostAsync("/oauth/token", new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"));

        await ShouldRefuseAsync(response, status, error);
    }

    [Fact]
    public async Task A_disabled_clients_tokens_are_refused_within_a_second_by_other_hosts_too()
    {
        var service = await AddClientAsync(ServiceScopes.IntrospectTokens);
        var token = await TokenAsync(service);
        using var replica = await stack.StartReplicaAsync(token);
        Assert.Equal(HttpStatusCode.OK, (await replica.PostAsync("/oauth/introspect", Form(("token", "junk")))).StatusCode);

        await stack.UseAsync((IClientService c) => c.DisableAsync(service.Id, reason: null, Actor.System, CancellationToken.None));
        await Task.Delay(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await replica.PostAsync("/oauth/introspect", Form(("token", "junk")))).StatusCode);
        await ShouldRefuseAsync(await PostAsync("/oauth/token", service, ("grant_type", "client_credentials")), HttpStatusCode.Unauthorized, "invalid_client");
    }

    internal static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    internal static async Task ShouldRefuseAsync(HttpResponseMessage response, HttpStatusCode status, string error)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"expected {(int)status} {error}, got {(int)response.StatusCode}: {text}");
        var json = JsonDocument.Parse(text).RootElement;
        json.ShouldHaveExactly("error:string", "error_description:string");
        Assert.Equal(error, json.GetProperty("error").GetString());
        Assert.Equal(status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, response.Headers.WwwAuthenticate.Count > 0);
    }

    internal static string NewId() => $"service-{Interlocked.Increment(ref clients)}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}";

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static IEnumerable<string?> Texts(JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(e => e.GetString());

    private Task<TestClient> AddClientAsync(string scope) => AddClientAsync(new NewClient(NewId(), [scope]));

    private async Task<TestClient> AddClientAsync(NewClient client)
    {
        var made = Assert.IsType<NewClientResult.Made>(await stack.UseAsync((IClientService c) => c.AddAsync(client, Actor.System, CancellationToken.None)));
        return new TestClient(client.ClientId, made.Secret!);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, TestClient client, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(fields) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client.Id}:{client.Secret}")));
        return await stack.Client.SendAsync(request);
    }

    private Task<HttpResponseMessage> ExchangeAsync(TestClient client, string subject, string audience, params (string, string)[] more) =>
        PostAsync("/oauth/token", client, [("grant_type", Exchange), ("subject_token", subject), ("subject_token_type", AccessTokenType), ("audience", audience), .. more]);

    private async Task<JsonElement> IntrospectAsync(TestClient client, string token)
    {
        using var response = await PostAsync("/oauth/introspect", client, ("token", token));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.ReadJsonAsync();
    }

    private async Task<string> TokenAsync(TestClient client)
    {
        using var response = await PostAsync("/oauth/token", client, ("grant_type", "client_credentials"));
        var answer = await response.ReadJsonAsync();
        answer.ShouldHaveExactly("access_token:string", "token_type:string", "expires_in:number", "scope:string");
        return Text(answer, "access_token")!;
    }

    private sealed record TestClient(string Id, string Secret);
}
