using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class LoginTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_known_device_is_let_in_with_the_password()
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.LoginAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var session = await response.ReadJsonAsync();
        Assert.Equal("authenticated", session.GetProperty("status").GetString());
        Assert.Equal(customer.DeviceToken, session.GetProperty("deviceToken").GetString());
        Assert.NotEqual(customer.SessionId, session.GetProperty("sessionId").GetGuid());
        Assert.Equal(
            customer.Session.EnumerateObject().Select(p => $"{p.Name} {p.Value.ValueKind}"),
            session.EnumerateObject().Select(p => $"{p.Name} {p.Value.ValueKind}"));
    }

    [Fact]
    public async Task An_unknown_device_needs_the_code_that_was_sent()
    {
        var customer = await stack.CreateCustomerAsync();

        using var login = await customer.LoginAsync(knownDevice: false);
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        var challenge = await login.ReadJsonAsync();
        challenge.ShouldHaveExactly("status:string", "challengeId:uuid", "methods:array", "expiresAt:time");
        Assert.Equal("mfa_required", challenge.GetProperty("status").GetString());
        Assert.Equal("email", Assert.Single(challenge.GetProperty("methods").EnumerateArray()).GetString());

        var code = (await stack.ReadMailAsync(customer.Email, "login_code")).Code!;
        using var verified = await MfaAsync(challenge.GetProperty("challengeId").GetGuid(), code);
        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
        var session = await verified.ReadJsonAsync();
        Assert.Equal(customer.Session.EnumerateObject().Select(p => p.Name), session.EnumerateObject().Select(p => p.Name));
        Assert.NotEqual(customer.DeviceToken, session.GetProperty("deviceToken").GetString());

        // From now on this device is known too.
        using var again = await stack.Client.PostAsJsonAsync(
            "/v1/auth/login", new { identifier = customer.Email, password = customer.Password, deviceToken = session.GetProperty("deviceToken").GetString() });
        Assert.Equal("authenticated", (await again.ReadJsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Another_customers_device_token_counts_as_an_unknown_device()
    {
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());

        using var response = await stack.Client.PostAsJsonAsync(
            "/v1/auth/login", new { identifier = ada.Email, password = ada.Password, deviceToken = eve.DeviceToken });

        Assert.Equal("mfa_required", (await response.ReadJsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_device_is_trusted_for_ninety_days()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var customer = await own.CreateCustomerAsync();

        own.Clock.Advance(TimeSpan.FromDays(89));
        using var before = await customer.LoginAsync();
        own.Clock.Advance(TimeSpan.FromDays(2));
        using var after = await customer.LoginAsync();

        Assert.Equal("authenticated", (await before.ReadJsonAsync()).GetProperty("status").GetString());
        Assert.Equal("mfa_required", (await after.ReadJsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_challenge_takes_no_method_that_it_does_not_offer()
    {
        var (customer, challenge) = await ChallengeAsync();
        var code = (await stack.ReadMailAsync(customer.Email, "login_code")).Code!;

        foreach (var method in (string[])["sms", "totp", "Email", "none"])
            await (await MfaAsync(challenge, code, method)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "unsupported_method");

        Assert.Equal(HttpStatusCode.OK, (await MfaAsync(challenge, code)).StatusCode);
    }

    [Fact]
    public async Task The_same_second_factor_twenty_times_at_once_gives_exactly_one_session()
    {
        var (customer, challenge) = await ChallengeAsync();
        var code = (await stack.ReadMailAsync(customer.Email, "login_code")).Code!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => MfaAsync(challenge, code)));

        Assert.Single(answers, a => a.IsSuccessStatusCode);
        Assert.Equal(19, answers.Count(a => a.StatusCode is HttpStatusCode.Gone));
        Assert.Equal(2, await stack.QueryAsync<int>("SELECT count(*) FROM sessions WHERE user_id = $1", customer.Id));
    }

    [Fact]
    public async Task A_challenge_dies_after_five_wrong_codes_and_after_ten_minutes()
    {
        var (customer, challenge) = await ChallengeAsync();
        var code = (await stack.ReadMailAsync(customer.Email, "login_code")).Code!;
        for (var i = 0; i < 5; i++)
            await (await MfaAsync(challenge, "no code")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        await (await MfaAsync(challenge, code)).ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");

        var (other, second) = await ChallengeAsync();
        var secondCode = (await stack.ReadMailAsync(other.Email, "login_code")).Code!;
        stack.Clock.Advance(TimeSpan.FromMinutes(10));
        await (await MfaAsync(second, secondCode)).ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_get_the_same_answer()
    {
        var customer = await stack.CreateCustomerAsync();

        using var wrong = await customer.LoginAsync(password: "wrong-Kestrel-42x");
        using var unknown = await customer.LoginAsync(identifier: Stack.NewAddress());
        using var impossible = await customer.LoginAsync(identifier: "nobody at all", password: "x");

        var expected = await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        foreach (var other in (HttpResponseMessage[])[unknown, impossible])
        {
            var actual = await other.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
            Assert.Equal(
                expected.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.ToString()),
                actual.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.ToString()));
            Assert.Equal(Headers(wrong), Headers(other));
        }
    }

    [Fact]
    public async Task An_account_that_is_not_verified_cannot_be_signed_in_to()
    {
        var registration = await stack.RegisterAsync();

        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/login", new { identifier = registration.Email, password = registration.Password });

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Fact]
    public async Task An_identifier_is_understood_in_other_spellings()
    {
        var name = $"Élodie.{Guid.CreateVersion7(stack.Clock.GetUtcNow()):N}";
        var customer = await stack.CreateCustomerAsync($"{name}@BÜCHER.example");
        Assert.Equal($"{name.ToLowerInvariant()}@xn--bcher-kva.example", customer.Session.GetProperty("user").GetProperty("email").GetString());

        foreach (var spelling in (string[])[$"{name.ToUpperInvariant()}@bücher.EXAMPLE", $"  {name}@xn--bcher-kva.example ", $"{name}@XN--BCHER-KVA.example"])
        {
            using var response = await customer.LoginAsync(identifier: spelling);
            Assert.True(response.IsSuccessStatusCode, spelling);
        }
    }

    [Fact]
    public async Task A_failed_login_is_told_to_the_platform_with_its_reason_only()
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.LoginAsync(password: "wrong-Kestrel-42x")).Dispose();

        var failed = await stack.Events.WaitForAsync("auth.login_failed.v1", customer.Id);

        failed.Data.ShouldHaveExactly("userId:uuid", "reason:string");
        Assert.Equal("invalid_password", failed.Data.GetProperty("reason").GetString());
    }

    private static IEnumerable<string> Headers(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .Where(h => h.Key is not "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal);

    private async Task<(Customer Customer, Guid ChallengeId)> ChallengeAsync()
    {
        var customer = await stack.CreateCustomerAsync();
        using var login = await customer.LoginAsync(knownDevice: false);
        return (customer, (await login.ReadJsonAsync()).GetProperty("challengeId").GetGuid());
    }

    private Task<HttpResponseMessage> MfaAsync(Guid challengeId, string code, string method = "email") =>
        stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId, method, code });
}
