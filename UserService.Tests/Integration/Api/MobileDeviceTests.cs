using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>The bank allows one mobile device per customer.</summary>
[Collection(ServersCollection.Name)]
public sealed class MobileDeviceTests(StackFixture fixture) : IClassFixture<StackFixture>, IAsyncLifetime
{
    private Stack stack = null!;

    public async Task InitializeAsync() => stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Devices:OneMobileDevice"] = "true" } });

    public async Task DisposeAsync() => await stack.DisposeAsync();

    [Fact]
    public async Task Signing_in_on_another_mobile_device_moves_there_and_ends_the_old_one()
    {
        var customer = await stack.CreateCustomerAsync(); // on ios

        var moved = await SignInAsync(customer, "android");

        Assert.Equal(HttpStatusCode.OK, moved.Status);
        Assert.Equal(["android"], await PlatformsAsync(moved.AccessToken!));
        Assert.Equal("mfa_required", await StatusAsync(customer));
        using var old = await customer.Client.GetAsync(new Uri("/v1/profile", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        using var refresh = await customer.RefreshAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, refresh.StatusCode);
        await stack.Events.WaitForAsync("auth.device_removed.v1", customer.Id);
    }

    [Fact]
    public async Task A_browser_is_no_mobile_device()
    {
        var customer = await stack.CreateCustomerAsync();

        var web = await SignInAsync(customer, "web");

        Assert.Equal(["ios", "web"], (await PlatformsAsync(web.AccessToken!)).Order());
        Assert.Equal("authenticated", await StatusAsync(customer));
    }

    [Fact]
    public async Task Of_several_mobile_devices_that_sign_in_at_once_one_stays()
    {
        var customer = await stack.CreateCustomerAsync();
        var challenges = new List<(Guid Id, string Code)>();
        Mail? last = null;
        foreach (var platform in new[] { "ios", "android", "ios", "android" })
        {
            var id = await ChallengeAsync(customer, platform);
            last = await stack.ReadMailAsync(customer.Email, "login_code", after: last);
            challenges.Add((id, last.Code!));
        }

        var answers = await Task.WhenAll(challenges.Select(c => VerifyAsync(c.Id, c.Code)));

        Assert.Contains(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.OK or HttpStatusCode.Gone, a.Status.ToString()));
        Assert.Equal(1L, await stack.QueryAsync<long>($"SELECT count(*) FROM devices WHERE user_id = '{customer.Id}' AND removed_at IS NULL"));
        Assert.Equal(1L, await stack.QueryAsync<long>($"SELECT count(*) FROM sessions WHERE user_id = '{customer.Id}' AND revoked_at IS NULL"));
    }

    private async Task<(HttpStatusCode Status, string? AccessToken)> SignInAsync(Customer customer, string platform)
    {
        var challenge = await ChallengeAsync(customer, platform);
        return await VerifyAsync(challenge, (await stack.ReadMailAsync(customer.Email, "login_code")).Code!);
    }

    private async Task<Guid> ChallengeAsync(Customer customer, string platform)
    {
        using var login = await stack.Client.PostAsJsonAsync(
            "/v1/auth/login", new { identifier = customer.Email, password = customer.Password, device = new { name = "Another", platform } });
        return (await login.ReadJsonAsync()).GetProperty("challengeId").GetGuid();
    }

    private async Task<(HttpStatusCode Status, string? AccessToken)> VerifyAsync(Guid challengeId, string code)
    {
        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId, method = "email", code });
        return (response.StatusCode, (await response.ReadJsonAsync()).TryGetProperty("accessToken", out var token) ? token.GetString() : null);
    }

    private static async Task<string?> StatusAsync(Customer customer)
    {
        using var login = await customer.LoginAsync();
        return (await login.ReadJsonAsync()).GetProperty("status").GetString();
    }

    private async Task<IReadOnlyList<string?>> PlatformsAsync(string accessToken)
    {
        using var client = stack.NewClient(accessToken);
        var devices = await client.GetFromJsonAsync<JsonElement>("/v1/devices");
        var list = devices.ValueKind is JsonValueKind.Array ? devices : devices.EnumerateObject().First(p => p.Value.ValueKind is JsonValueKind.Array).Value;
        return [.. list.EnumerateArray().Select(d => d.GetProperty("platform").GetString())];
    }
}
