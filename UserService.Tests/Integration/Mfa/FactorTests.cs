using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Mfa;

[Collection(ServersCollection.Name)]
public sealed class FactorTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Factors_are_listed_renamed_and_removed()
    {
        var customer = await stack.CreateCustomerAsync();
        var app = await customer.EnrolAppAsync(stack);

        using var renamed = await customer.Client.PatchAsJsonAsync($"/v1/auth/factors/{app.FactorId}", new { name = "Old phone" });
        Assert.Equal(HttpStatusCode.NoContent, renamed.StatusCode);
        var list = await customer.FactorsAsync();
        list.ShouldHaveExactly("items:array", "recoveryCodesLeft:number", "required:boolean");
        var factor = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal("Old phone", factor.GetProperty("name").GetString());
        Assert.Equal("totp", factor.GetProperty("kind").GetString());

        using var removed = await customer.Client.DeleteAsync($"/v1/auth/factors/{app.FactorId}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(0, (await customer.FactorsAsync()).GetProperty("items").GetArrayLength());
        Assert.Equal(["email"], (await customer.ChallengeAsync()).Methods);
        await stack.ReadMailAsync(customer.Email, "factor_removed");
        await stack.Events.WaitForAsync(
            customer.Id, events => events.Any(e => e.Type == "auth.mfa_changed.v1" && e.Data.GetProperty("change").GetString() == "factor_removed"), "removed factor");
        Assert.Equal(
            ["mfa.factor_added", "mfa.factor_renamed", "mfa.factor_removed"],
            await stack.QueryAsync<string[]>(
                "SELECT array_agg(action ORDER BY occurred_at) FROM audit_entries WHERE subject_id = $1 AND action LIKE 'mfa.factor%'", customer.Id));
    }

    [Fact]
    public async Task Anothers_factor_is_not_found()
    {
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        var app = await ada.EnrolAppAsync(stack);

        using var renamed = await eve.Client.PatchAsJsonAsync($"/v1/auth/factors/{app.FactorId}", new { name = "Mine" });
        using var removed = await eve.Client.DeleteAsync($"/v1/auth/factors/{app.FactorId}");
        using var confirmed = await eve.Client.PostAsJsonAsync($"/v1/auth/factors/totp/{app.FactorId}/confirm", new { code = app.Code(1) });

        foreach (var response in new[] { renamed, removed, confirmed })
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_sign_in_without_second_factor_reads_factors_and_changes_none()
    {
        var customer = await stack.CreateCustomerAsync();
        var app = await customer.EnrolAppAsync(stack);
        using var login = await customer.LoginAsync();
        using var weak = stack.NewClient((await login.ReadJsonAsync()).GetProperty("accessToken").GetString());

        Assert.Equal(HttpStatusCode.OK, (await weak.GetAsync("/v1/auth/factors")).StatusCode);
        foreach (var refused in new[]
        {
            await weak.PostAsJsonAsync("/v1/auth/factors/totp", new { }),
            await weak.PostAsJsonAsync("/v1/auth/factors/sms", new { }),
            await weak.PostAsync("/v1/auth/factors/passkeys/options", null),
            await weak.PostAsJsonAsync("/v1/auth/factors/recovery-codes", new { }),
            await weak.PatchAsJsonAsync($"/v1/auth/factors/{app.FactorId}", new { name = "x" }),
            await weak.DeleteAsync($"/v1/auth/factors/{app.FactorId}"),
        })
        {
            await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient_user_authentication");
        }
    }

    [Fact]
    public async Task A_verified_number_becomes_a_factor_and_its_code_signs_in()
    {
        var customer = await stack.CreateCustomerAsync();
        using var early = await customer.Client.PostAsJsonAsync("/v1/auth/factors/sms", new { });
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "phone_not_verified");
        var number = $"+23480{RandomNumberGenerator.GetInt32(10_000_000, 99_999_999)}";
        await stack.ExecuteAsync($"UPDATE users SET phone_number = '{number}', phone_verified_at = now() WHERE id = '{customer.Id}'");

        using var added = await customer.Client.PostAsJsonAsync("/v1/auth/factors/sms", new { name = "My number" });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var twice = await customer.Client.PostAsJsonAsync("/v1/auth/factors/sms", new { });
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "already_enrolled");

        var (challengeId, methods) = await customer.ChallengeAsync();
        Assert.Equal(["sms"], methods);
        var code = (await stack.ReadMailAsync(number, "login_code")).Code!;
        using var verified = await stack.AnswerAsync(challengeId, "sms", code);
        Assert.Equal(["pwd", "sms", "mfa"], (await verified.ReadClaimsAsync()).Amr());
    }

    [Fact]
    public async Task Beside_another_factor_a_text_message_goes_out_when_asked_for_once_a_minute()
    {
        var customer = await stack.CreateCustomerAsync();
        var app = await customer.EnrolAppAsync(stack);
        var number = $"+23481{RandomNumberGenerator.GetInt32(10_000_000, 99_999_999)}";
        await stack.ExecuteAsync($"UPDATE users SET phone_number = '{number}', phone_verified_at = now() WHERE id = '{customer.Id}'");
        using var added = await customer.Client.PostAsJsonAsync("/v1/auth/factors/sms", new { });
        var (challengeId, methods) = await customer.ChallengeAsync();
        Assert.Equal(["totp", "sms"], methods);
        using var unsent = await stack.AnswerAsync(challengeId, "sms", "000000");
        await unsent.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");

        var sends = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(challengeId, "sms")));
        Assert.Single(sends, s => s.StatusCode is HttpStatusCode.Accepted);
        Assert.Equal(19, sends.Count(s => s.StatusCode is HttpStatusCode.TooManyRequests));
        using var byMail = await SendAsync(challengeId, "email");
        await byMail.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "unsupported_method");

        var code = (await stack.ReadMailAsync(number, "login_code")).Code!;
        using var asApp = await stack.AnswerAsync(challengeId, "totp", code == app.Code(1) ? app.WrongCode() : code);
        await asApp.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        using var verified = await stack.AnswerAsync(challengeId, "sms", code);
        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
    }

    [Fact]
    public async Task Staff_keep_their_last_factor_and_show_it_on_every_device()
    {
        var staff = await stack.CreateCustomerAsync();
        var app = await staff.EnrolAppAsync(stack);
        await stack.ExecuteAsync($"UPDATE users SET roles = ARRAY['support'] WHERE id = '{staff.Id}'");

        Assert.True((await staff.FactorsAsync()).GetProperty("required").GetBoolean());
        using var removed = await staff.Client.DeleteAsync($"/v1/auth/factors/{app.FactorId}");
        await removed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "last_factor");
        var (challengeId, _) = await staff.ChallengeAsync(knownDevice: true);
        using var verified = await stack.Client.PostAsJsonAsync(
            "/v1/auth/mfa/verify", new { challengeId, method = "totp", code = app.Code(1), deviceToken = staff.DeviceToken });

        // The device is known again, not added anew.
        Assert.Equal(staff.DeviceToken, (await verified.ReadJsonAsync()).GetProperty("deviceToken").GetString());
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*)::int FROM devices WHERE user_id = $1", staff.Id));
    }

    [Fact]
    public async Task Two_last_factors_removed_at_once_leave_one()
    {
        for (var round = 0; round < 5; round++)
        {
            var staff = await stack.CreateCustomerAsync();
            var app = await staff.EnrolAppAsync(stack);
            using var passkey = await staff.EnrolPasskeyAsync();
            await stack.ExecuteAsync($"UPDATE users SET roles = ARRAY['admin'] WHERE id = '{staff.Id}'");
            var ids = (await staff.FactorsAsync()).GetProperty("items").EnumerateArray().Select(f => f.GetProperty("id").GetGuid()).ToList();
            Assert.Equal(2, ids.Count);

            var answers = await Task.WhenAll(ids.Select(id => staff.Client.DeleteAsync($"/v1/auth/factors/{id}")));

            Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
            Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Conflict);
            Assert.Equal(1, (await staff.FactorsAsync()).GetProperty("items").GetArrayLength());
        }
    }

    [Fact]
    public async Task A_tier_can_be_told_to_have_a_factor()
    {
        await using var strict = await fixture.StartAsync(new StackOptions { Settings = { ["Mfa:RequiredFromTier"] = "2" } });
        var customer = await strict.CreateCustomerAsync();
        using var before = await customer.LoginAsync();
        Assert.Equal("authenticated", (await before.ReadJsonAsync()).GetProperty("status").GetString());

        await strict.ExecuteAsync($"UPDATE users SET kyc_tier = 2 WHERE id = '{customer.Id}'");

        using var after = await customer.LoginAsync();
        Assert.Equal("mfa_required", (await after.ReadJsonAsync()).GetProperty("status").GetString());
        Assert.True((await customer.FactorsAsync()).GetProperty("required").GetBoolean());
    }

    private Task<HttpResponseMessage> SendAsync(Guid challengeId, string method) =>
        stack.Client.PostAsJsonAsync("/v1/auth/mfa/send", new { challengeId, method });
}
