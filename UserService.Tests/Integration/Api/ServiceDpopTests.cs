using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Dpop;
using UserService.Tests.Fixtures;
using UserService.Tests.Unit.Dpop;
using static UserService.Tests.Integration.Api.OAuthTests;

namespace UserService.Tests.Integration.Api;

/// <summary>Service and delegated tokens that are bound to a key (RFC 9449).</summary>
[Collection(ServersCollection.Name)]
public sealed class ServiceDpopTests(StackFixture fixture) : IClassFixture<StackFixture>, IDisposable
{
    private const string Base = "https://id.bank.example";
    private const string TokenUrl = Base + "/oauth/token";
    private const string IntrospectUrl = Base + "/oauth/introspect";
    private readonly ProofBuilder mine = new(fixture.Stack.Clock.GetUtcNow());
    private readonly ProofBuilder others = new(fixture.Stack.Clock.GetUtcNow());

    public void Dispose()
    {
        mine.Dispose();
        others.Dispose();
    }

    [Fact]
    public async Task A_service_that_proves_a_key_gets_a_token_that_is_bound_to_it()
    {
        var answer = await (await AskAsync(await AddAsync(), Proof(mine, TokenUrl))).ReadJsonAsync();

        Assert.Equal("DPoP", answer.GetProperty("token_type").GetString());
        Assert.Equal(mine.Thumbprint, KeyOf(answer.GetProperty("access_token").GetString()!));
        var metadata = await (await fixture.Stack.Client.GetAsync("/.well-known/oauth-authorization-server")).ReadJsonAsync();
        Assert.Equal(DpopValidator.SupportedAlgorithms, metadata.GetProperty("dpop_signing_alg_values_supported").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task Refuses_a_proof_at_the_token_endpoint_that_is_wrong_or_was_used()
    {
        var client = await AddAsync();
        var used = Proof(mine, TokenUrl);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, used)).StatusCode);

        foreach (var proof in new[]
        {
            used, "junk", "", Proof(mine, IntrospectUrl), Proof(mine, "https://elsewhere.example/oauth/token"), mine.For("GET", TokenUrl, fixture.Stack.Clock.GetUtcNow()),
            mine.For("POST", TokenUrl, fixture.Stack.Clock.GetUtcNow() - TimeSpan.FromMinutes(2)), mine.For("POST", TokenUrl, fixture.Stack.Clock.GetUtcNow() + TimeSpan.FromMinutes(1)),
        })
            await ShouldRefuseAsync(await AskAsync(client, proof), HttpStatusCode.BadRequest, "invalid_dpop_proof");
        await ShouldRefuseAsync(await SendAsync("/oauth/token", client, [Proof(mine, TokenUrl), Proof(mine, TokenUrl)], ("grant_type", "client_credentials")), HttpStatusCode.BadRequest, "invalid_dpop_proof");
    }

    [Fact]
    public async Task One_proof_twenty_times_at_once_gets_one_token()
    {
        var (client, proof) = (await AddAsync(), Proof(mine, TokenUrl));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(client, proof)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(a => a.StatusCode is HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_stranger_cannot_use_up_the_proof_of_a_service()
    {
        var (client, proof) = (await AddAsync(), Proof(mine, TokenUrl));

        await ShouldRefuseAsync(await AskAsync(client with { Secret = "wrong" }, proof), HttpStatusCode.Unauthorized, "invalid_client");

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, proof)).StatusCode);
    }

    [Fact]
    public async Task A_service_that_must_prove_a_key_gets_no_token_without()
    {
        var id = NewId();
        var added = await fixture.Stack.RunWorkerAsync("clients", "add", "--id", id, "--scopes", "users.read", "--require-dpop", "--on-behalf-to", "ledger");
        Assert.Equal(0, added.ExitCode);
        var client = new Credentials(id, added.Output.Trim().Split('\n')[^1]);
        var customer = await fixture.Stack.CreateCustomerAsync();

        await ShouldRefuseAsync(await AskAsync(client, null), HttpStatusCode.BadRequest, "invalid_request");
        await ShouldRefuseAsync(await ExchangeAsync(client, customer.AccessToken, null), HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, Proof(mine, TokenUrl))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ExchangeAsync(client, customer.AccessToken, Proof(mine, TokenUrl))).StatusCode);
        var line = Assert.Single((await fixture.Stack.RunWorkerAsync("clients", "list")).Output.Split('\n'), l => l.StartsWith(id + "\t", StringComparison.Ordinal));
        Assert.EndsWith("\tDPoP only", line.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_service_token_opens_nothing_without_a_proof_of_its_key()
    {
        var bound = (await (await AskAsync(await AddAsync(), Proof(mine, TokenUrl))).ReadJsonAsync()).GetProperty("access_token").GetString()!;
        var used = Proof(mine, IntrospectUrl, bound);
        Assert.Equal(HttpStatusCode.OK, (await IntrospectAsync("DPoP", bound, used)).StatusCode);

        foreach (var proof in new[] { used, null, "junk", Proof(others, IntrospectUrl, bound), Proof(mine, IntrospectUrl), Proof(mine, TokenUrl, bound) })
        {
            using var refused = await IntrospectAsync("DPoP", bound, proof);
            await ShouldRefuseAsync(refused, HttpStatusCode.Unauthorized, "invalid_dpop_proof");
            Assert.StartsWith("DPoP error=\"invalid_dpop_proof\", algs=\"ES256", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        using var asBearer = await IntrospectAsync("Bearer", bound, Proof(mine, IntrospectUrl, bound));
        await ShouldRefuseAsync(asBearer, HttpStatusCode.Unauthorized, "invalid_client");
        Assert.Equal("Bearer error=\"invalid_token\"", asBearer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_bearer_token_of_a_service_is_of_no_use_with_a_proof()
    {
        var bearer = (await (await AskAsync(await AddAsync(), null)).ReadJsonAsync()).GetProperty("access_token").GetString()!;

        await ShouldRefuseAsync(await IntrospectAsync("DPoP", bearer, Proof(mine, IntrospectUrl, bearer)), HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Equal(HttpStatusCode.OK, (await IntrospectAsync("Bearer", bearer, null)).StatusCode);
    }

    [Fact]
    public async Task A_bound_token_of_a_customer_never_becomes_a_bearer_token_by_exchange()
    {
        var (client, customer) = (await AddAsync(), await fixture.Stack.CreateCustomerAsync());
        using var refresh = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/refresh") { Content = System.Net.Http.Json.JsonContent.Create(new { refreshToken = customer.RefreshToken }) };
        refresh.Headers.Add("DPoP", Proof(others, Base + "/v1/auth/refresh"));
        var bound = (await (await fixture.Stack.Client.SendAsync(refresh)).ReadJsonAsync()).GetProperty("accessToken").GetString()!;

        await ShouldRefuseAsync(await ExchangeAsync(client, bound, null), HttpStatusCode.BadRequest, "invalid_request");
        await ShouldRefuseAsync(await ExchangeAsync(client, bound, "junk"), HttpStatusCode.BadRequest, "invalid_dpop_proof");
        var answer = await (await ExchangeAsync(client, bound, Proof(mine, TokenUrl))).ReadJsonAsync();

        // Bound to the key of the service that will send it, not to the customer's, which the service does not have.
        Assert.Equal("DPoP", answer.GetProperty("token_type").GetString());
        var delegated = answer.GetProperty("access_token").GetString()!;
        Assert.Equal(mine.Thumbprint, KeyOf(delegated));
        using var described = await SendAsync("/oauth/introspect", client, [], ("token", delegated));
        var claims = await described.ReadJsonAsync();
        Assert.Equal(("DPoP", mine.Thumbprint), (claims.GetProperty("token_type").GetString(), claims.GetProperty("cnf").GetProperty("jkt").GetString()));
    }

    private static string? KeyOf(string token) => new JsonWebToken(token).GetPayloadValue<JsonElement>("cnf").GetProperty("jkt").GetString();

    private string Proof(ProofBuilder key, string url, string? token = null) => key.For("POST", url, fixture.Stack.Clock.GetUtcNow(), token);

    private async Task<Credentials> AddAsync()
    {
        var client = new NewClient(NewId(), [ServiceScopes.IntrospectTokens]) { ExchangeAudiences = ["ledger"] };
        var made = Assert.IsType<NewClientResult.Made>(await fixture.Stack.UseAsync((IClientService c) => c.AddAsync(client, Actor.System, CancellationToken.None)));
        return new Credentials(made.ClientId, made.Secret!);
    }

    private Task<HttpResponseMessage> AskAsync(Credentials client, string? proof) =>
        SendAsync("/oauth/token", client, proof is null ? [] : [proof], ("grant_type", "client_credentials"));

    private Task<HttpResponseMessage> ExchangeAsync(Credentials client, string subject, string? proof) => SendAsync(
        "/oauth/token", client, proof is null ? [] : [proof], ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", subject),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"), ("audience", "ledger"));

    private async Task<HttpResponseMessage> IntrospectAsync(string scheme, string token, string? proof)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/introspect") { Content = Form(("token", "junk")) };
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        if (proof is not null)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        return await fixture.Stack.Client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, Credentials client, string[] proofs, params (string, string)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(fields) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client.Id}:{client.Secret}")));
        if (proofs.Length > 0)
            request.Headers.TryAddWithoutValidation("DPoP", proofs);
        return await fixture.Stack.Client.SendAsync(request);
    }

    private sealed record Credentials(string Id, string Secret);
}
