using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Mfa;

[Collection(ServersCollection.Name)]
public sealed class TotpTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task An_authenticator_app_is_enrolled_and_signs_in()
    {
        var customer = await stack.CreateCustomerAsync();

        using var started = await customer.Client.PostAsJsonAsync("/v1/auth/factors/totp", new { name = "Ada's app" });
        var secret = await started.ReadJsonAsync();
        secret.ShouldHaveExactly("factorId:uuid", "secret:string", "otpauthUri:string", "qrPng:string");
        Assert.Equal("PNG"u8.ToArray(), Convert.FromBase64String(secret.GetProperty("qrPng").GetString()!)[1..4]);
        Assert.StartsWith("otpauth://totp/id.bank.example:", secret.GetProperty("otpauthUri").GetString(), StringComparison.Ordinal);
        Assert.Equal(["email"], (await customer.ChallengeAsync()).Methods);

        var app = new AuthenticatorApp(stack, secret.GetProperty("factorId").GetGuid(), secret.GetProperty("secret").GetString()!);
        using var confirmed = await customer.Client.PostAsJsonAsync($"/v1/auth/factors/totp/{app.FactorId}/confirm", new { code = app.Code() });
        Assert.Equal(HttpStatusCode.Created, confirmed.StatusCode);
        (await confirmed.ReadJsonAsync()).ShouldHaveExactly("id:uuid", "kind:string", "name:string", "createdAt:time", "lastUsedAt:time", "suspect:boolean");

        var (challengeId, methods) = await customer.ChallengeAsync();
        Assert.Equal(["totp"], methods);
        using var verified = await stack.AnswerAsync(challengeId, "totp", app.Code(1));
        var claims = await verified.ReadClaimsAsync();
        Assert.Equal(["pwd", "otp", "mfa"], claims.Amr());
        Assert.Equal("aal2", claims.GetProperty("acr").GetString());
    }

    [Fact]
    public async Task A_new_factor_is_told_to_the_platform_the_auditors_and_the_customer()
    {
        var customer = await stack.CreateCustomerAsync();

        var app = await customer.EnrolAppAsync(stack);

        var changed = await stack.Events.WaitForAsync("auth.mfa_changed.v1", customer.Id);
        changed.Data.ShouldHaveExactly("userId:uuid", "change:string", "factorId:uuid", "kind:string");
        Assert.Equal("factor_added", changed.Data.GetProperty("change").GetString());
        Assert.Equal(app.FactorId, changed.Data.GetProperty("factorId").GetGuid());
        Assert.Contains("an authenticator app", (await stack.ReadMailAsync(customer.Email, "factor_added")).Body, StringComparison.Ordinal);
        Assert.Equal(1, await stack.QueryAsync<int>(
            "SELECT count(*)::int FROM audit_entries WHERE subject_id = $1 AND action = 'mfa.factor_added' AND actor_type = 'user' AND session_id = $2",
            customer.Id, customer.SessionId));
    }

    [Fact]
    public async Task The_secret_is_stored_encrypted()
    {
        var customer = await stack.CreateCustomerAsync();
        using var started = await customer.Client.PostAsJsonAsync("/v1/auth/factors/totp", new { });
        var secret = OtpNet.Base32Encoding.ToBytes((await started.ReadJsonAsync()).GetProperty("secret").GetString());

        Assert.Equal(0, await stack.QueryAsync<int>("SELECT position($2 IN secret_protected) FROM factors WHERE user_id = $1", customer.Id, secret));
    }

    [Fact]
    public async Task A_time_step_is_good_once()
    {
        var customer = await stack.CreateCustomerAsync();
        var app = await customer.EnrolAppAsync(stack);
        var code = app.Code(1);
        using var first = await stack.AnswerAsync((await customer.ChallengeAsync()).Id, "totp", code);

        using var second = await stack.AnswerAsync((await customer.ChallengeAsync()).Id, "totp", code);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await second.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
    }

    [Fact]
    public async Task The_code_that_confirmed_the_app_signs_nobody_in()
    {
        var customer = await stack.CreateCustomerAsync();
        using var started = await customer.Client.PostAsJsonAsync("/v1/auth/factors/totp", new { });
        var secret = await started.ReadJsonAsync();
        var app = new AuthenticatorApp(stack, secret.GetProperty("factorId").GetGuid(), secret.GetProperty("secret").GetString()!);
        var code = app.Code();
        using var confirmed = await customer.Client.PostAsJsonAsync($"/v1/auth/factors/totp/{app.FactorId}/confirm", new { code });

        using var login = await stack.AnswerAsync((await customer.ChallengeAsync()).Id, "totp", code);

        Assert.Equal(HttpStatusCode.Created, confirmed.StatusCode);
        await login.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
    }

    [Fact]
    public async Task A_code_used_twenty_times_at_once_signs_in_once()
    {
        var customer = await stack.CreateCustomerAsync();
        var app = await customer.EnrolAppAsync(stack);

        // Five challenges of four answers each: no challenge runs out of tries, so nothing but the spent step can refuse.
        var challenges = new List<Guid>();
        for (var i = 0; i < 5; i++)
            challenges.Add((await customer.ChallengeAsync()).Id);
        var code = app.Code(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => stack.AnswerAsync(challenges[i % 5], "totp", code)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(a => a.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Gone));
        Assert.Equal(2, await stack.QueryAsync<int>("SELECT count(*)::int FROM sessions WHERE user_id = $1", customer.Id)); // registration and this
    }

    [Fact]
    public async Task A_wrong_first_code_confirms_nothing_and_the_secret_expires()
    {
        var customer = await stack.CreateCustomerAsync();
        using var started = await customer.Client.PostAsJsonAsync("/v1/auth/factors/totp", new { });
        var secret = await started.ReadJsonAsync();
        var app = new AuthenticatorApp(stack, secret.GetProperty("factorId").GetGuid(), secret.GetProperty("secret").GetString()!);

        using var wrong = await customer.Client.PostAsJsonAsync($"/v1/auth/factors/totp/{app.FactorId}/confirm", new { code = app.WrongCode() });
        await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid_code");
        Assert.Equal(0, (await customer.FactorsAsync()).GetProperty("items").GetArrayLength());

        await stack.ExecuteAsync($"UPDATE factors SET created_at = created_at - interval '16 minutes' WHERE id = '{app.FactorId}'");
        using var late = await customer.Client.PostAsJsonAsync($"/v1/auth/factors/totp/{app.FactorId}/confirm", new { code = app.Code() });
        await late.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_challenge_has_five_tries_over_all_its_methods()
    {
        var customer = await stack.CreateCustomerAsync();
        var app = await customer.EnrolAppAsync(stack);
        var codes = await customer.MakeRecoveryCodesAsync();
        var (challengeId, methods) = await customer.ChallengeAsync();
        Assert.Equal(["totp", "recovery_code"], methods);

        foreach (var (method, code) in new[] { ("totp", app.WrongCode()), ("recovery_code", "0000-0000-0000-0000"), ("totp", app.WrongCode()), ("recovery_code", "nonsense") })
        {
            using var wrong = await stack.AnswerAsync(challengeId, method, code);
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        }

        using var notOffered = await stack.AnswerAsync(challengeId, "sms", "123456");
        await notOffered.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "unsupported_method");
        using var right = await stack.AnswerAsync(challengeId, "totp", app.Code(1));
        await right.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
        using var rightToo = await stack.AnswerAsync(challengeId, "recovery_code", codes[0]);
        await rightToo.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Fact]
    public async Task Anothers_app_and_a_challenge_in_place_of_a_token_open_nothing()
    {
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        await ada.EnrolAppAsync(stack);
        var evesApp = await eve.EnrolAppAsync(stack);
        var evesCodes = await eve.MakeRecoveryCodesAsync();
        var (challengeId, _) = await ada.ChallengeAsync();

        using var code = await stack.AnswerAsync(challengeId, "totp", evesApp.Code(1));
        await code.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        using var recovery = await stack.AnswerAsync(challengeId, "recovery_code", evesCodes[0]);
        await recovery.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "unsupported_method");
        using var halfIn = stack.NewClient(challengeId.ToString());
        using var profile = await halfIn.GetAsync("/v1/profile");
        await profile.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
    }
}
