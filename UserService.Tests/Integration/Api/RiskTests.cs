using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>Sign-ins that are unlike the customer. Tests sign up from 127.0.0.1, which the country file puts into Nigeria.</summary>
[Collection(ServersCollection.Name)]
public sealed class RiskTests(StackFixture fixture) : IClassFixture<StackFixture>, IAsyncLifetime
{
    private const string Abroad = "198.51.100.7";

    private readonly TemporaryFolder folder = new("risk");
    private Stack stack = null!;

    public async Task InitializeAsync()
    {
        var file = Path.Combine(folder.Path, "countries.mmdb");
        CountryFile.Write(file, ("127.0.0.0/8", "NG"), ("203.0.113.0/24", "NG"), ("198.51.100.0/24", "FR"));
        stack = await fixture.StartAsync(new StackOptions
        {
            Settings = new() { ["Risk:CountryFile"] = file, ["Risk:RefuseFrom"] = "95", ["ForwardedHeaders:KnownProxies"] = "127.0.0.1" },
        });
    }

    public async Task DisposeAsync()
    {
        await stack.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_sign_in_like_those_before_scores_nothing()
    {
        var customer = await stack.CreateCustomerAsync();

        Assert.Equal("authenticated", await StatusAsync(customer, customer.DeviceToken, address: null));

        Assert.Equal("0  SignedIn NG", await LastAsync(customer));
    }

    [Fact]
    public async Task A_known_device_in_another_country_needs_a_second_factor_and_is_at_home_there_afterwards()
    {
        var customer = await stack.CreateCustomerAsync();

        using var login = await LoginAsync(customer, customer.DeviceToken, Abroad);
        var challenge = await login.ReadJsonAsync();
        Assert.Equal("mfa_required", challenge.GetProperty("status").GetString());
        Assert.Equal("70 new_network new_country country_change Challenged FR", await LastAsync(customer));

        var code = (await stack.ReadMailAsync(customer.Email, "login_code")).Code;
        using var verified = await PostAsync(
            "/v1/auth/mfa/verify", new { challengeId = challenge.GetProperty("challengeId").GetGuid(), method = "email", code, deviceToken = customer.DeviceToken }, Abroad);
        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);

        Assert.Equal("authenticated", await StatusAsync(customer, customer.DeviceToken, Abroad));
        Assert.Equal("30 country_change SignedIn FR", await LastAsync(customer));
    }

    [Fact]
    public async Task Another_network_of_the_same_country_is_no_reason_to_ask()
    {
        var customer = await stack.CreateCustomerAsync();

        Assert.Equal("authenticated", await StatusAsync(customer, customer.DeviceToken, "203.0.113.9"));

        Assert.Equal("15 new_network SignedIn NG", await LastAsync(customer));
    }

    [Fact]
    public async Task An_unknown_device_in_another_country_is_refused_and_its_owner_told()
    {
        var customer = await stack.CreateCustomerAsync();

        using var refused = await LoginAsync(customer, deviceToken: null, Abroad);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("sign_in_refused", (await refused.ReadJsonAsync()).GetProperty("code").GetString());
        Assert.Equal("100 new_device new_network new_country country_change Refused FR", await LastAsync(customer));
        await stack.ReadMailAsync(customer.Email, "login_refused");
        Assert.Equal(
            "new_device new_network new_country country_change",
            await stack.QueryAsync<string>($"SELECT reason FROM audit_entries WHERE subject_id = '{customer.Id}' AND action = 'auth.login_refused'"));
    }

    [Fact]
    public async Task A_wrong_password_learns_nothing_of_the_risk()
    {
        var customer = await stack.CreateCustomerAsync();

        using var wrong = await PostAsync("/v1/auth/login", new { identifier = customer.Email, password = "not-hers-at-all-73" }, Abroad);

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal("invalid_credentials", (await wrong.ReadJsonAsync()).GetProperty("code").GetString());
        Assert.Equal(0L, await stack.QueryAsync<long>($"SELECT count(*) FROM login_history WHERE user_id = '{customer.Id}'"));
    }

    [Fact]
    public async Task Many_sign_ins_within_an_hour_score()
    {
        var customer = await stack.CreateCustomerAsync();
        for (var i = 0; i < 10; i++)
            Assert.Equal("authenticated", await StatusAsync(customer, customer.DeviceToken, address: null));

        await StatusAsync(customer, customer.DeviceToken, address: null);

        Assert.Equal("25 velocity SignedIn NG", await LastAsync(customer));
    }

    [Fact]
    public async Task A_password_just_changed_scores()
    {
        var customer = await stack.CreateCustomerAsync();
        var password = $"amber-Lantern-{RandomNumberGenerator.GetHexString(8)}";
        using var changed = await customer.Client.PostAsJsonAsync("/v1/auth/password/change", new { currentPassword = customer.Password, newPassword = password });
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync());

        using var login = await PostAsync("/v1/auth/login", new { identifier = customer.Email, password, deviceToken = customer.DeviceToken }, address: null);

        Assert.Equal("authenticated", (await login.ReadJsonAsync()).GetProperty("status").GetString());
        Assert.Equal("20 credential_changed SignedIn NG", await LastAsync(customer));
    }

    private async Task<string?> StatusAsync(Customer customer, string? deviceToken, string? address)
    {
        using var response = await LoginAsync(customer, deviceToken, address);
        return (await response.ReadJsonAsync()).GetProperty("status").GetString();
    }

    private Task<HttpResponseMessage> LoginAsync(Customer customer, string? deviceToken, string? address) =>
        PostAsync("/v1/auth/login", new { identifier = customer.Email, password = customer.Password, deviceToken }, address);

    private async Task<HttpResponseMessage> PostAsync(string path, object body, string? address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (address is not null)
            request.Headers.Add("X-Forwarded-For", address);
        return await stack.Client.SendAsync(request);
    }

    private Task<string> LastAsync(Customer customer) => stack.QueryAsync<string>(
        $"""
        SELECT score || ' ' || array_to_string(reasons, ' ') || ' ' || outcome || ' ' || coalesce(country, '-')
        FROM login_history WHERE user_id = '{customer.Id}' ORDER BY occurred_at DESC, id DESC LIMIT 1
        """);
}
