using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class PasswordTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_tells_the_owner()
    {
        var customer = await stack.CreateCustomerAsync();
        using var elsewhere = await customer.LoginAsync();
        var other = stack.NewClient((await elsewhere.ReadJsonAsync()).GetProperty("accessToken").GetString());
        var chosen = NewPassword();

        using var changed = await ChangeAsync(customer, customer.Password, chosen);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/v1/profile")).StatusCode);
        await (await customer.LoginAsync()).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(password: chosen)).StatusCode);
        await stack.ReadMailAsync(customer.Email, "password_changed");
        var raised = await stack.Events.WaitForAsync("auth.password_changed.v1", customer.Id);
        Assert.False(raised.Data.GetProperty("reset").GetBoolean());
    }

    [Fact]
    public async Task A_password_is_not_changed_without_the_current_one_or_to_a_bad_one()
    {
        var customer = await stack.CreateCustomerAsync();

        await (await ChangeAsync(customer, "not-the-password-1", NewPassword())).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        var problem = await (await ChangeAsync(customer, customer.Password, "password1234")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

        Assert.True(problem.GetProperty("errors").TryGetProperty("newPassword", out _));
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync()).StatusCode);
    }

    [Fact]
    public async Task Of_two_changes_at_once_the_one_that_is_told_is_in_force()
    {
        var customer = await stack.CreateCustomerAsync();
        string[] chosen = [NewPassword(), NewPassword()];

        var answers = await Task.WhenAll(chosen.Select(c => ChangeAsync(customer, customer.Password, c)));

        var told = Assert.Single(chosen.Zip(answers), pair => pair.Second.StatusCode is HttpStatusCode.NoContent).First;
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(password: told)).StatusCode);
    }

    [Fact]
    public async Task The_current_password_is_no_new_one()
    {
        var customer = await stack.CreateCustomerAsync();
        var (resetId, code) = await ForgetAsync(customer);

        foreach (var answer in new[] { await ChangeAsync(customer, customer.Password, customer.Password), await ResetAsync(resetId, code, customer.Password) })
        {
            var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
            Assert.Equal("This is your current password. Choose another.", Assert.Single(problem.GetProperty("errors").GetProperty("newPassword").EnumerateArray()).GetString());
        }

        // Neither has changed anything, and the code is still good.
        Assert.Equal(HttpStatusCode.OK, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await ResetAsync(resetId, code, NewPassword())).StatusCode);
    }

    [Fact]
    public async Task A_wrong_current_password_is_called_that()
    {
        var customer = await stack.CreateCustomerAsync();

        var problem = await (await ChangeAsync(customer, "not-the-password-1", NewPassword())).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");

        Assert.Equal("The current password is wrong.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_faults_of_a_new_password_are_told_with_those_of_the_other_members()
    {
        var customer = await stack.CreateCustomerAsync();

        using var change = await customer.Client.PostAsJsonAsync("/v1/auth/password/change", new { newPassword = "password1234" });
        using var reset = await stack.Client.PostAsJsonAsync("/v1/auth/password/reset", new { newPassword = "password1234" });

        Assert.Equal(["currentPassword", "newPassword"], await FaultsAsync(change));
        Assert.Equal(["code", "newPassword", "resetId"], await FaultsAsync(reset));
    }

    [Fact]
    public async Task Changing_the_password_needs_a_recent_second_factor()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var customer = await own.CreateCustomerAsync();
        using var login = await customer.LoginAsync();
        using var knownDevice = own.NewClient((await login.ReadJsonAsync()).GetProperty("accessToken").GetString());

        var body = new { currentPassword = customer.Password, newPassword = NewPassword() };
        using var weak = await knownDevice.PostAsJsonAsync("/v1/auth/password/change", body);
        await weak.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient_user_authentication");
        var challenge = weak.Headers.WwwAuthenticate.ToString();
        Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
        Assert.Contains("acr_values=\"aal2\"", challenge, StringComparison.Ordinal);
        Assert.Contains("max_age=\"900\"", challenge, StringComparison.Ordinal);

        // The customer's first session has shown both factors, but twenty minutes ago.
        own.Clock.Advance(TimeSpan.FromMinutes(20));
        using var refreshed = await customer.RefreshAsync();
        using var stale = own.NewClient((await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString());
        await (await stale.PostAsJsonAsync("/v1/auth/password/change", body)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient_user_authentication");
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_the_code_and_signs_out_everybody()
    {
        var customer = await stack.CreateCustomerAsync();
        var chosen = NewPassword();
        var (resetId, code) = await ForgetAsync(customer);

        using var reset = await ResetAsync(resetId, code, chosen);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        await (await customer.RefreshAsync()).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");

        // A reset stands in for no second factor: the device that was trusted is not trusted any more.
        using var login = await customer.LoginAsync(knownDevice: true, password: chosen);
        Assert.Equal("mfa_required", (await login.ReadJsonAsync()).GetProperty("status").GetString());
        Assert.True((await stack.Events.WaitForAsync("auth.password_changed.v1", customer.Id)).Data.GetProperty("reset").GetBoolean());
    }

    [Fact]
    public async Task A_reset_code_used_twenty_times_at_once_works_once()
    {
        var customer = await stack.CreateCustomerAsync();
        var (resetId, code) = await ForgetAsync(customer);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ResetAsync(resetId, code, NewPassword())));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.Gone or HttpStatusCode.ServiceUnavailable, a.StatusCode.ToString()));
    }

    [Fact]
    public async Task Five_wrong_codes_end_a_reset()
    {
        var customer = await stack.CreateCustomerAsync();
        var (resetId, code) = await ForgetAsync(customer);
        var wrong = code == "000000" ? "000001" : "000000";

        for (var i = 0; i < 5; i++)
            await (await ResetAsync(resetId, wrong, NewPassword())).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");

        await (await ResetAsync(resetId, code, NewPassword())).ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync()).StatusCode);
    }

    [Fact]
    public async Task A_reset_is_dead_once_the_address_it_went_to_has_left_the_account()
    {
        var customer = await stack.CreateCustomerAsync();
        var (resetId, code) = await ForgetAsync(customer);
        await ContactChangeTests.ChangeEmailAsync(stack, customer, Stack.NewAddress());

        await (await ResetAsync(resetId, code, NewPassword())).ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Fact]
    public async Task Forgetting_tells_nothing_of_whether_there_is_such_an_account()
    {
        var customer = await stack.CreateCustomerAsync();

        using var known = await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = customer.Email });
        using var unknown = await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = Stack.NewAddress() });

        Assert.Equal(HttpStatusCode.Accepted, known.StatusCode);
        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.Equal(known.Headers.Select(h => h.Key), unknown.Headers.Select(h => h.Key));
        (await known.ReadJsonAsync()).ShouldHaveExactly("resetId:uuid", "channel:string", "expiresAt:time", "resendAfter:time");
        var decoy = await unknown.ReadJsonAsync();
        decoy.ShouldHaveExactly("resetId:uuid", "channel:string", "expiresAt:time", "resendAfter:time");

        // The decoy goes on behaving like one that is real.
        var id = decoy.GetProperty("resetId").GetGuid();
        await (await ResetAsync(id, "123456", NewPassword())).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        using var soon = await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot/resend", new { resetId = id });
        await soon.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "resend_too_soon");
        Assert.NotNull(soon.Headers.RetryAfter);
    }

    [Fact]
    public async Task Whoever_asks_for_a_customers_reset_codes_from_one_place_keeps_none_from_her()
    {
        await using var own = await fixture.StartAsync(new StackOptions { Settings = { ["ForwardedHeaders:KnownProxies"] = "127.0.0.1" } });
        var (customer, stranger) = (await own.CreateCustomerAsync(), Stack.NewAddress());
        using var attacker = own.NewClient();
        attacker.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        using var owner = own.NewClient();
        owner.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.8");
        var resetId = Guid.Empty;

        // A name that no account has is counted alike.
        foreach (var identifier in new[] { stranger, customer.Email })
        {
            for (var i = 0; i < 5; i++)
            {
                using var accepted = await attacker.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier });
                Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
                resetId = (await accepted.ReadJsonAsync()).GetProperty("resetId").GetGuid();
            }

            using var refused = await attacker.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier });
            await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
            Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        }

        own.Clock.Advance(TimeSpan.FromMinutes(1.1));
        await (await attacker.PostAsJsonAsync("/v1/auth/password/forgot/resend", new { resetId })).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");

        using var asked = await owner.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = customer.Email });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Equal(6, await own.QueryAsync<int>("SELECT count(*) FROM notifications WHERE user_id = $1 AND template = 'password_reset_code'", customer.Id));
    }

    [Fact]
    public async Task A_guesser_is_slowed_down_and_the_owner_on_her_known_device_is_not()
    {
        var customer = await stack.CreateCustomerAsync();
        HttpResponseMessage last;
        var tries = 0;
        do
        {
            last = await customer.LoginAsync(knownDevice: false, password: "not-the-password-1");
            tries++;
        }
        while (last.StatusCode is HttpStatusCode.Unauthorized && tries < 30);

        await last.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.NotNull(last.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await customer.LoginAsync(knownDevice: false, identifier: customer.Email.ToUpperInvariant())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync()).StatusCode);
    }

    internal static string NewPassword() => $"amber-Harrier-{RandomNumberGenerator.GetHexString(8)}";

    private static async Task<IEnumerable<string>> FaultsAsync(HttpResponseMessage response) =>
        (await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal);

    private static Task<HttpResponseMessage> ChangeAsync(Customer customer, string current, string chosen) =>
        customer.Client.PostAsJsonAsync("/v1/auth/password/change", new { currentPassword = current, newPassword = chosen });

    private Task<HttpResponseMessage> ResetAsync(Guid resetId, string code, string chosen) =>
        stack.Client.PostAsJsonAsync("/v1/auth/password/reset", new { resetId, code, newPassword = chosen });

    private async Task<(Guid ResetId, string Code)> ForgetAsync(Customer customer)
    {
        using var forgot = await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = customer.Email });
        var resetId = (await forgot.ReadJsonAsync()).GetProperty("resetId").GetGuid();
        return (resetId, (await stack.ReadMailAsync(customer.Email, "password_reset_code")).Code!);
    }
}
