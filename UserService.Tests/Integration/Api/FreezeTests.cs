using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class FreezeTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_customer_freezes_the_account_and_unfreezes_it()
    {
        var customer = await stack.CreateCustomerAsync();
        using var elsewhere = await customer.LoginAsync();
        using var other = stack.NewClient((await elsewhere.ReadJsonAsync()).GetProperty("accessToken").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await customer.Client.PostAsync("/v1/settings/freeze", null)).StatusCode);
        Assert.Equal("frozen", (await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync()).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/v1/profile")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await customer.Client.DeleteAsync("/v1/settings/freeze")).StatusCode);
        Assert.Equal("active", (await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync()).GetProperty("status").GetString());
        await (await customer.Client.DeleteAsync("/v1/settings/freeze")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "not_frozen");

        var events = await stack.Events.WaitForAsync(customer.Id, all => all.Count(e => e.Type == "user.status_changed.v1") == 2, "second user.status_changed.v1");
        Assert.Equal(["frozen", "active"], events.Where(e => e.Type == "user.status_changed.v1").Select(e => e.Data.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Twenty_taps_at_once_freeze_the_account_once_and_all_succeed()
    {
        var customer = await stack.CreateCustomerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customer.Client.PostAsync("/v1/settings/freeze", null)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Equal(1L, await stack.QueryAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'user.frozen' AND subject_id = $1", customer.Id));

        var unfrozen = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customer.Client.DeleteAsync("/v1/settings/freeze")));

        Assert.Single(unfrozen, answer => answer.StatusCode is HttpStatusCode.NoContent);
        foreach (var answer in unfrozen.Where(a => a.StatusCode is not HttpStatusCode.NoContent))
            await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "not_frozen");
    }

    [Theory]
    [InlineData("UPDATE users SET locale = 'fr' WHERE id = '{0}'")]
    [InlineData("UPDATE sessions SET revoked_at = now() WHERE user_id = '{0}' AND id <> '{1}'")]
    public async Task The_account_is_frozen_also_where_another_change_of_it_is_under_way(string change)
    {
        var customer = await stack.CreateCustomerAsync();
        using var elsewhere = await customer.LoginAsync();
        var own = await stack.QueryAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1 ORDER BY id LIMIT 1", customer.Id);
        await using var other = await OpenChange.BeginAsync(
            await stack.ConnectAsync(), change.Replace("{0}", customer.Id.ToString(), StringComparison.Ordinal).Replace("{1}", own.ToString(), StringComparison.Ordinal));

        var freezing = customer.Client.PostAsync("/v1/settings/freeze", null);
        await other.UntilAwaitedAsync(freezing);
        await other.CommitAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await freezing).StatusCode);
        Assert.Equal("Frozen", await stack.QueryAsync<string>("SELECT status FROM users WHERE id = $1", customer.Id));
    }

    [Fact]
    public async Task The_link_in_the_notice_of_a_new_device_freezes_the_account()
    {
        var customer = await stack.CreateCustomerAsync();
        using var login = await customer.LoginAsync(knownDevice: false);
        var challengeId = (await login.ReadJsonAsync()).GetProperty("challengeId").GetGuid();
        var code = (await stack.ReadMailAsync(customer.Email, "login_code")).Code;
        using var thief = await stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId, method = "email", code });
        using var stolen = stack.NewClient((await thief.ReadJsonAsync()).GetProperty("accessToken").GetString());
        var notice = (await stack.ReadMailAsync(customer.Email, "new_device")).Body;
        Assert.Contains("for the first time: a device without a name.", notice, StringComparison.Ordinal);
        var token = ContactChangeTests.Token(notice);

        using var notMe = await stack.Client.PostAsJsonAsync("/v1/auth/not-me", new { token });

        Assert.Equal(HttpStatusCode.NoContent, notMe.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stolen.GetAsync("/v1/profile")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        await stack.ReadMailAsync(customer.Email, "account_frozen");

        // The device that was reported, and all others, must show the second factor again.
        var deviceToken = (await thief.ReadJsonAsync()).GetProperty("deviceToken").GetString();
        using var again = await stack.Client.PostAsJsonAsync("/v1/auth/login", new { identifier = customer.Email, password = customer.Password, deviceToken });
        Assert.Equal("mfa_required", (await again.ReadJsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_made_up_link_freezes_nobody()
    {
        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/not-me", new { token = new string('A', 75) });

        await response.ShouldBeProblemAsync(HttpStatusCode.Gone, "invalid_link");
    }
}
