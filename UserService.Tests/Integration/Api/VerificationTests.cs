using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class VerificationTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly string[] SessionMembers =
    [
        "status:string", "accessToken:string", "tokenType:string", "expiresIn:number", "refreshToken:string", "refreshExpiresIn:number",
        "sessionId:uuid", "deviceToken:string", "user:object",
    ];

    private static readonly string[] UserMembers = ["id:uuid", "email:string", "firstName:string", "lastName:string", "status:string", "kycTier:number"];

    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Activates_the_account_and_answers_with_a_session_of_exactly_the_promised_members()
    {
        var registration = await stack.RegisterAsync();
        var mail = await stack.ReadMailAsync(registration.Email, "registration_code");

        using var response = await VerifyAsync(registration.Id, mail.Code!);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var session = await response.ReadJsonAsync();
        session.ShouldHaveExactly(SessionMembers);
        session.GetProperty("user").ShouldHaveExactly(UserMembers);
        Assert.Equal("authenticated", session.GetProperty("status").GetString());
        Assert.Equal("Bearer", session.GetProperty("tokenType").GetString());
        Assert.Equal(300, session.GetProperty("expiresIn").GetInt32());
        Assert.Equal(1800, session.GetProperty("refreshExpiresIn").GetInt32());
        var user = session.GetProperty("user");
        Assert.Equal(registration.Email, user.GetProperty("email").GetString());
        Assert.Equal("Ada", user.GetProperty("firstName").GetString());
        Assert.Equal("active", user.GetProperty("status").GetString());
        Assert.Equal(0, user.GetProperty("kycTier").GetInt32());
    }

    [Fact]
    public async Task A_wrong_code_is_refused_and_the_right_one_still_works()
    {
        var registration = await stack.RegisterAsync();
        var code = (await stack.ReadMailAsync(registration.Email, "registration_code")).Code!;

        using var wrong = await VerifyAsync(registration.Id, OtherThan(code));
        using var right = await VerifyAsync(registration.Id, code);

        await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_refused_too()
    {
        var registration = await stack.RegisterAsync();
        var code = (await stack.ReadMailAsync(registration.Email, "registration_code")).Code!;
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await VerifyAsync(registration.Id, OtherThan(code));
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        }

        using var right = await VerifyAsync(registration.Id, code);

        await right.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Fact]
    public async Task Fifty_guesses_at_once_get_five_tries_between_them()
    {
        var registration = await stack.RegisterAsync();
        var code = (await stack.ReadMailAsync(registration.Email, "registration_code")).Code!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => VerifyAsync(registration.Id, OtherThan(code))));

        Assert.Equal(5, answers.Count(a => a.StatusCode is HttpStatusCode.Unauthorized));
        Assert.Equal(45, answers.Count(a => a.StatusCode is HttpStatusCode.Gone));
    }

    [Fact]
    public async Task The_same_code_twenty_times_at_once_gives_exactly_one_session()
    {
        var registration = await stack.RegisterAsync();
        var code = (await stack.ReadMailAsync(registration.Email, "registration_code")).Code!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => VerifyAsync(registration.Id, code)));

        var session = await Assert.Single(answers, a => a.IsSuccessStatusCode).ReadJsonAsync();
        foreach (var loser in answers.Where(a => !a.IsSuccessStatusCode))
            await loser.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM sessions WHERE user_id = $1", session.GetProperty("user").GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task A_code_is_good_for_ten_minutes()
    {
        var (early, late) = (await stack.RegisterAsync(), await stack.RegisterAsync());
        var earlyCode = (await stack.ReadMailAsync(early.Email, "registration_code")).Code!;
        var lateCode = (await stack.ReadMailAsync(late.Email, "registration_code")).Code!;

        stack.Clock.Advance(TimeSpan.FromMinutes(9));
        using var inTime = await VerifyAsync(early.Id, earlyCode);
        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        using var tooLate = await VerifyAsync(late.Id, lateCode);

        Assert.Equal(HttpStatusCode.OK, inTime.StatusCode);
        await tooLate.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Fact]
    public async Task Cannot_have_the_code_again_within_a_minute()
    {
        var registration = await stack.RegisterAsync();

        using var response = await ResendAsync(registration.Id);

        await response.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "resend_too_soon");
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_code_sent_again_replaces_the_first_and_starts_its_time_anew()
    {
        var registration = await stack.RegisterAsync();
        var first = await stack.ReadMailAsync(registration.Email, "registration_code");
        stack.Clock.Advance(TimeSpan.FromSeconds(61));

        using var resent = await ResendAsync(registration.Id);
        var second = await stack.ReadMailAsync(registration.Email, "registration_code", after: first);
        stack.Clock.Advance(TimeSpan.FromMinutes(9.5));
        using var old = first.Code == second.Code ? null : await VerifyAsync(registration.Id, first.Code!);
        using var renewed = await VerifyAsync(registration.Id, second.Code!);

        Assert.Equal(HttpStatusCode.Accepted, resent.StatusCode);
        (await resent.ReadJsonAsync()).ShouldHaveExactly("registrationId:uuid", "channel:string", "expiresAt:time", "resendAfter:time");
        Assert.Equal(HttpStatusCode.Unauthorized, old?.StatusCode ?? HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
    }

    [Fact]
    public async Task Twenty_requests_for_the_code_at_once_send_it_once()
    {
        var registration = await stack.RegisterAsync();
        await stack.ReadMailAsync(registration.Email, "registration_code");
        stack.Clock.Advance(TimeSpan.FromSeconds(61));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ResendAsync(registration.Id)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Accepted);
        Assert.Equal(19, answers.Count(a => a.StatusCode is HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Sending_the_code_again_gives_no_further_tries()
    {
        var registration = await stack.RegisterAsync();
        var first = await stack.ReadMailAsync(registration.Email, "registration_code");
        for (var i = 0; i < 4; i++)
            (await VerifyAsync(registration.Id, OtherThan(first.Code!))).Dispose();
        stack.Clock.Advance(TimeSpan.FromSeconds(61));
        (await ResendAsync(registration.Id)).Dispose();
        var second = await stack.ReadMailAsync(registration.Email, "registration_code", after: first);

        using var fifth = await VerifyAsync(registration.Id, OtherThan(second.Code!));
        using var sixth = await VerifyAsync(registration.Id, second.Code!);

        await fifth.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        await sixth.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Fact]
    public async Task An_unknown_registration_is_gone()
    {
        var unknown = Guid.CreateVersion7(stack.Clock.GetUtcNow());

        await (await VerifyAsync(unknown, "123456")).ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
        await (await ResendAsync(unknown)).ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Fact]
    public async Task A_code_for_signing_in_verifies_no_registration_and_the_other_way_round()
    {
        var customer = await stack.CreateCustomerAsync();
        using var login = await customer.LoginAsync(knownDevice: false);
        var challenge = (await login.ReadJsonAsync()).GetProperty("challengeId").GetGuid();
        var loginCode = (await stack.ReadMailAsync(customer.Email, "login_code")).Code!;
        var registration = await stack.RegisterAsync();
        var registrationCode = (await stack.ReadMailAsync(registration.Email, "registration_code")).Code!;

        using var verify = await VerifyAsync(challenge, loginCode);
        using var mfa = await stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId = registration.Id, method = "email", code = registrationCode });

        await verify.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
        await mfa.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    private static string OtherThan(string code) => (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];

    private Task<HttpResponseMessage> VerifyAsync(Guid registrationId, string code) =>
        stack.Client.PostAsJsonAsync("/v1/auth/verify", new { registrationId, code });

    private Task<HttpResponseMessage> ResendAsync(Guid registrationId) =>
        stack.Client.PostAsJsonAsync("/v1/auth/verify/resend", new { registrationId });
}
