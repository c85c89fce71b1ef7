using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Mfa;

/// <summary>Ceremonies as honest and dishonest clients do them; PasskeyPageTests has a real browser do the honest ones.</summary>
[Collection(ServersCollection.Name)]
public sealed class PasskeyTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_passkey_is_enrolled_and_signs_in_by_itself()
    {
        var customer = await stack.CreateCustomerAsync();
        using var passkey = await customer.EnrolPasskeyAsync();

        using var signedIn = await stack.PasskeyLoginAsync(passkey);

        var claims = await signedIn.ReadClaimsAsync();
        Assert.Equal(customer.Id, claims.GetProperty("sub").GetGuid());
        Assert.Equal("aal2", claims.GetProperty("acr").GetString());
        Assert.Equal(["hwk", "user", "mfa"], claims.Amr());
        Assert.Equal(customer.Session.EnumerateObject().Select(p => p.Name), (await signedIn.ReadJsonAsync()).EnumerateObject().Select(p => p.Name));
        var added = await stack.Events.WaitForAsync("auth.mfa_changed.v1", customer.Id);
        Assert.Equal("passkey", added.Data.GetProperty("kind").GetString());
        await stack.ReadMailAsync(customer.Email, "factor_added");
    }

    [Fact]
    public async Task The_options_ask_for_user_verification_and_name_no_account()
    {
        var customer = await stack.CreateCustomerAsync();
        using var passkey = await customer.EnrolPasskeyAsync();

        var creation = await customer.PasskeyOptionsAsync();
        var (_, request) = await stack.StartPasskeyLoginAsync();

        Assert.Equal("id.bank.example", creation.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal("required", creation.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
        Assert.Equal("required", creation.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString());
        Assert.Equal(1, creation.GetProperty("excludeCredentials").GetArrayLength());
        Assert.Equal("required", request.GetProperty("userVerification").GetString());
        Assert.Equal(0, request.GetProperty("allowCredentials").GetArrayLength());
    }

    [Fact]
    public async Task A_passkey_is_the_best_second_factor()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.EnrolAppAsync(stack);
        using var passkey = await customer.EnrolPasskeyAsync();
        var (challengeId, methods) = await customer.ChallengeAsync();
        Assert.Equal(["passkey", "totp"], methods);

        using var verified = await AnswerAsync(challengeId, passkey);

        Assert.Equal(["pwd", "hwk", "user", "mfa"], (await verified.ReadClaimsAsync()).Amr());
    }

    [Fact]
    public async Task Anothers_passkey_answers_no_challenge()
    {
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        using var adas = await ada.EnrolPasskeyAsync();
        using var eves = await eve.EnrolPasskeyAsync();
        var (challengeId, _) = await ada.ChallengeAsync();

        using var asEve = await AnswerAsync(challengeId, eves);
        eves.UserHandle = adas.UserHandle;
        using var asAda = await AnswerAsync(challengeId, eves);
        using var alone = await stack.PasskeyLoginAsync(eves);
        using var right = await AnswerAsync(challengeId, adas);

        foreach (var refused in new[] { asEve, asAda, alone })
            await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_passkey");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://id.bank.example.evil.example")]
    [InlineData("http://id.bank.example")]
    [InlineData("https://id.bank.example:8443")]
    [InlineData("https://sub.id.bank.example")]
    public async Task Another_origin_is_refused(string origin)
    {
        var customer = await stack.CreateCustomerAsync();
        using var passkey = await customer.EnrolPasskeyAsync();

        passkey.Origin = origin;
        using var signIn = await stack.PasskeyLoginAsync(passkey);
        using var other = new SoftPasskey { Origin = origin };
        var (enrolment, _) = await customer.TryEnrolPasskeyAsync(other);
        passkey.Origin = "https://id.bank.example";
        using var right = await stack.PasskeyLoginAsync(passkey);

        await signIn.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_passkey");
        await enrolment.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "passkey_refused");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task Without_user_verification_nothing_is_accepted()
    {
        var customer = await stack.CreateCustomerAsync();
        using var passkey = await customer.EnrolPasskeyAsync();

        passkey.VerifiesUser = false;
        using var signIn = await stack.PasskeyLoginAsync(passkey);
        using var other = new SoftPasskey { VerifiesUser = false };
        var (enrolment, _) = await customer.TryEnrolPasskeyAsync(other);
        passkey.VerifiesUser = true;
        using var right = await stack.PasskeyLoginAsync(passkey);

        await signIn.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_passkey");
        await enrolment.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "passkey_refused");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_counter_that_goes_back_ends_the_passkey_and_is_told()
    {
        var customer = await stack.CreateCustomerAsync();
        using var passkey = await customer.EnrolPasskeyAsync();
        using var original = await stack.PasskeyLoginAsync(passkey);
        Assert.Equal(HttpStatusCode.OK, original.StatusCode);

        passkey.Counter = 1; // a copy made before
        using var copy = await stack.PasskeyLoginAsync(passkey);
        passkey.Counter = 100;
        using var afterwards = await stack.PasskeyLoginAsync(passkey);

        await copy.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey_suspect");
        await afterwards.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_passkey");
        Assert.True(Assert.Single((await customer.FactorsAsync()).GetProperty("items").EnumerateArray()).GetProperty("suspect").GetBoolean());
        Assert.Equal(["email"], (await customer.ChallengeAsync()).Methods);
        await stack.Events.WaitForAsync(
            customer.Id, events => events.Any(e => e.Type == "auth.mfa_changed.v1" && e.Data.GetProperty("change").GetString() == "passkey_suspected"), "suspected passkey");
        await stack.ReadMailAsync(customer.Email, "passkey_suspected");
        Assert.Equal(1, await stack.QueryAsync<int>(
            "SELECT count(*)::int FROM audit_entries WHERE subject_id = $1 AND action = 'mfa.passkey_suspected'", customer.Id));
    }

    [Fact]
    public async Task An_authenticator_that_does_not_count_stays_welcome()
    {
        var customer = await stack.CreateCustomerAsync();
        using var synced = new SoftPasskey { Counter = 0 };
        var (enrolment, _) = await customer.TryEnrolPasskeyAsync(synced);
        Assert.Equal(HttpStatusCode.Created, enrolment.StatusCode);

        using var first = await stack.PasskeyLoginAsync(synced);
        using var second = await stack.PasskeyLoginAsync(synced);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task An_answer_sent_twenty_times_at_once_signs_in_once()
    {
        var customer = await stack.CreateCustomerAsync();
        using var passkey = new SoftPasskey { Counter = 0 }; // nothing but the ceremony can tell the answers apart
        await customer.TryEnrolPasskeyAsync(passkey);
        var (challengeId, options) = await stack.StartPasskeyLoginAsync();
        var credential = passkey.Get(options);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            stack.Client.PostAsJsonAsync("/v1/auth/passkeys/verify", new { challengeId, credential })));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(a => a.StatusCode is HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_ceremony_belongs_to_its_kind_its_session_and_its_five_minutes()
    {
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        using var passkey = await ada.EnrolPasskeyAsync();

        // An answer to one sign-in is none to another, and the challenge of a login is none of a sign-in.
        var (first, options) = await stack.StartPasskeyLoginAsync();
        var (second, _) = await stack.StartPasskeyLoginAsync();
        using var swapped = await stack.Client.PostAsJsonAsync("/v1/auth/passkeys/verify", new { challengeId = second, credential = passkey.Get(options) });
        var (login, _) = await ada.ChallengeAsync();
        var asSecond = await OptionsAsync(login);
        using var otherKind = await stack.Client.PostAsJsonAsync("/v1/auth/passkeys/verify", new { challengeId = login, credential = passkey.Get(asSecond) });

        // What Ada's session asked for, Eve's cannot finish.
        using var made = new SoftPasskey();
        var credential = made.Create(await ada.PasskeyOptionsAsync());
        using var stolen = await eve.Client.PostAsJsonAsync("/v1/auth/factors/passkeys", new { credential });

        await stack.ExecuteAsync($"UPDATE passkey_ceremonies SET expires_at = expires_at - interval '5 minutes' WHERE id = '{first}'");
        using var late = await stack.Client.PostAsJsonAsync("/v1/auth/passkeys/verify", new { challengeId = first, credential = passkey.Get(options) });

        foreach (var refused in new[] { swapped, otherKind, late })
            await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_passkey");
        await stolen.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "passkey_refused");
    }

    [Theory]
    [InlineData("""{"challengeId":"0197f0b0-0000-7000-8000-000000000000"}""")]
    [InlineData("""{"challengeId":"0197f0b0-0000-7000-8000-000000000000","credential":"text"}""")]
    public async Task A_credential_that_is_none_is_named(string body)
    {
        using var response = await stack.Client.PostAsync("/v1/auth/passkeys/verify", new StringContent(body, null, "application/json"));

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("credential", out _));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}""")]
    public async Task Nonsense_for_a_credential_is_refused_like_a_wrong_one(string credential)
    {
        var (challengeId, _) = await stack.StartPasskeyLoginAsync();

        using var response = await stack.Client.PostAsync(
            "/v1/auth/passkeys/verify", new StringContent($$"""{"challengeId":"{{challengeId}}","credential":{{credential}}}""", null, "application/json"));

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_passkey");
    }

    private async Task<System.Text.Json.JsonElement> OptionsAsync(Guid challengeId)
    {
        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/mfa/passkey/options", new { challengeId });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.ReadJsonAsync()).GetProperty("options");
    }

    private async Task<HttpResponseMessage> AnswerAsync(Guid challengeId, SoftPasskey passkey) =>
        await stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId, method = "passkey", credential = passkey.Get(await OptionsAsync(challengeId)) });
}
