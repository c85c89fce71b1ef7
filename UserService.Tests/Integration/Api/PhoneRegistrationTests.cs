using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Mfa;

namespace UserService.Tests.Integration.Api;

/// <summary>Opening an account with a telephone number and no address.</summary>
[Collection(ServersCollection.Name)]
public sealed class PhoneRegistrationTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_number_alone_opens_an_account_and_nothing_but_the_number_is_proven()
    {
        var number = Stack.NewNumber();
        using var registered = await RegisterAsync($"0{number[4..]}"); // as it is dialled at home
        var answer = await registered.ReadJsonAsync();
        var code = (await stack.ReadMailAsync(number, "registration_code")).Code;

        using var verified = await VerifyAsync(answer.GetProperty("registrationId").GetGuid(), code!);

        Assert.Equal(HttpStatusCode.Accepted, registered.StatusCode);
        answer.ShouldHaveExactly("registrationId:uuid", "channel:string", "expiresAt:time", "resendAfter:time");
        Assert.Equal("sms", answer.GetProperty("channel").GetString());
        Assert.Equal(["pwd", "sms", "mfa"], (await verified.ReadClaimsAsync()).Amr());
        var session = await verified.ReadJsonAsync();
        var user = session.GetProperty("user");
        user.ShouldHaveExactly("id:uuid", "email:null", "firstName:string", "lastName:string", "status:string", "kycTier:number");
        Assert.Equal("active", user.GetProperty("status").GetString());
        using var client = stack.NewClient(session.GetProperty("accessToken").GetString());
        var profile = await (await client.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.Equal((number, true), (profile.GetProperty("phoneNumber").GetString(), profile.GetProperty("phoneVerified").GetBoolean()));
        Assert.Equal((null, false), (profile.GetProperty("email").GetString(), profile.GetProperty("emailVerified").GetBoolean()));
    }

    [Fact]
    public async Task Verifying_a_number_tells_that_it_was_the_number()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();

        var events = await stack.Events.WaitForAsync(customer.Id, seen => seen.Any(e => e.Type == "auth.login_succeeded.v1"), "sign-in");

        Assert.Equal(["user.registered.v1", "user.phone_verified.v1"], events.OrderBy(e => e.Sequence).Take(2).Select(e => e.Type));
        Assert.DoesNotContain(events, e => e.Type == "user.email_verified.v1");
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'user.phone_verified' AND actor_type = 'user'", customer.Id));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'user.email_verified'", customer.Id));
    }

    [Fact]
    public async Task Answers_alike_for_a_taken_number_and_tells_its_owner_by_text()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();

        using var taken = await RegisterAsync($"0{customer.Contact[4..7]} {customer.Contact[7..]}");
        using var free = await RegisterAsync(Stack.NewNumber());

        await RegistrationTests.AssertAlikeAsync(free, taken);
        Assert.Equal("sms", (await taken.ReadJsonAsync()).GetProperty("channel").GetString());
        var text = await stack.ReadMailAsync(customer.Contact, "registration_taken");
        Assert.Equal(("sms", null), (text.Channel, text.Code));

        // Nor does the next step tell: no code fits, and the tries run out as they do for anybody.
        var (takenId, freeId) = (await IdAsync(taken), await IdAsync(free));
        for (var attempt = 0; attempt < 6; attempt++)
        {
            using var ofTaken = await VerifyAsync(takenId, "000000");
            using var ofFree = await VerifyAsync(freeId, "no code");
            await RegistrationTests.AssertAlikeAsync(ofFree, ofTaken);
        }
    }

    [Fact]
    public async Task Resending_goes_by_text_and_answers_alike_for_a_taken_number()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();
        var registration = await stack.RegisterByPhoneAsync();
        var first = await stack.ReadMailAsync(registration.Contact, "registration_code");
        var taken = await IdAsync(await RegisterAsync(customer.Contact));

        using var tooSoonFree = await ResendAsync(registration.Id);
        using var tooSoonTaken = await ResendAsync(taken);
        stack.Clock.Advance(TimeSpan.FromSeconds(61));
        using var laterFree = await ResendAsync(registration.Id);
        using var laterTaken = await ResendAsync(taken);

        await tooSoonFree.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "resend_too_soon");
        await tooSoonTaken.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "resend_too_soon");
        Assert.Equal(HttpStatusCode.Accepted, laterFree.StatusCode);
        await RegistrationTests.AssertAlikeAsync(laterFree, laterTaken);
        Assert.Equal("sms", (await laterFree.ReadJsonAsync()).GetProperty("channel").GetString());
        var second = await stack.ReadMailAsync(registration.Contact, "registration_code", after: first);
        Assert.Equal(HttpStatusCode.OK, (await VerifyAsync(registration.Id, second.Code!)).StatusCode);
    }

    [Fact]
    public async Task A_registration_without_address_and_number_is_told_of_both()
    {
        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/register", new { password = "violet-Kestrel-42x", firstName = "Ada", lastName = "Okafor", country = "NG", acceptedTermsVersion = "1" });

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(["email", "phoneNumber"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task With_both_the_address_is_proven_and_the_number_keeps_nobody_out()
    {
        var number = Stack.NewNumber();
        using var registered = await stack.Client.PostAsJsonAsync("/v1/auth/register", new Registration(Stack.NewAddress(), "violet-Kestrel-42x") { PhoneNumber = number }.Body);

        var owner = await stack.CreateCustomerByPhoneAsync(number);

        Assert.Equal("email", (await registered.ReadJsonAsync()).GetProperty("channel").GetString());
        Assert.Equal(HttpStatusCode.OK, (await owner.LoginAsync()).StatusCode);
    }

    [Fact]
    public async Task Two_registrations_of_one_number_verified_at_once_give_one_account()
    {
        var number = Stack.NewNumber();
        var first = await stack.RegisterByPhoneAsync(number);
        var firstText = await stack.ReadMailAsync(number, "registration_code");
        var second = await stack.RegisterByPhoneAsync(number);
        var secondText = await stack.ReadMailAsync(number, "registration_code", after: firstText);

        var answers = await Task.WhenAll(VerifyAsync(first.Id, firstText.Code!), VerifyAsync(second.Id, secondText.Code!));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Gone], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM users WHERE phone_number = $1 AND status = 'Active' AND phone_verified_at IS NOT NULL", number));
    }

    [Fact]
    public async Task A_number_that_another_customer_has_proven_meanwhile_opens_no_account()
    {
        var registration = await stack.RegisterByPhoneAsync();
        var code = (await stack.ReadMailAsync(registration.Contact, "registration_code")).Code!;
        var other = await stack.CreateCustomerAsync();
        using var asked = await other.Client.PostAsJsonAsync("/v1/profile/phone", new { phoneNumber = registration.Contact });
        var changeId = (await asked.ReadJsonAsync()).GetProperty("changeId").GetGuid();
        using var proven = await other.Client.PostAsJsonAsync(
            "/v1/profile/contact-changes/verify", new { changeId, code = (await stack.ReadMailAsync(registration.Contact, "contact_change_code")).Code });

        using var late = await VerifyAsync(registration.Id, code);

        Assert.Equal(HttpStatusCode.NoContent, proven.StatusCode);
        await late.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("0{1}")]
    [InlineData("Ada{1}")]
    public async Task A_password_is_not_made_of_the_number(string made)
    {
        var number = Stack.NewNumber();
        var password = string.Format(System.Globalization.CultureInfo.InvariantCulture, made, number, number[4..]);

        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/register", new Registration("", password) { PhoneNumber = number }.Body);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty("password").EnumerateArray());
    }

    [Fact]
    public async Task More_codes_than_are_good_for_anybody_are_not_texted()
    {
        await using var own = await fixture.StartAsync(new StackOptions { Settings = new() { ["Notifications:CodesPerHour"] = "2" } });
        var number = Stack.NewNumber();
        for (var i = 0; i < 3; i++)
            await own.RegisterByPhoneAsync(number);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await own.QueryAsync<int>("SELECT count(*) FROM notifications WHERE status = 'Pending'") > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);

        Assert.Equal(2, await own.QueryAsync<int>("SELECT count(*) FROM notifications WHERE status = 'Sent' AND channel = 'sms'"));
        Assert.Equal(1, await own.QueryAsync<int>("SELECT count(*) FROM notifications WHERE status = 'Abandoned' AND last_error = 'flood_limit'"));
    }

    private Task<HttpResponseMessage> RegisterAsync(string number) =>
        stack.Client.PostAsJsonAsync("/v1/auth/register", new Registration("", "violet-Kestrel-42x") { PhoneNumber = number }.Body);

    private Task<HttpResponseMessage> VerifyAsync(Guid registrationId, string code) => stack.Client.PostAsJsonAsync("/v1/auth/verify", new { registrationId, code });

    private Task<HttpResponseMessage> ResendAsync(Guid registrationId) => stack.Client.PostAsJsonAsync("/v1/auth/verify/resend", new { registrationId });

    private static async Task<Guid> IdAsync(HttpResponseMessage response) => (await response.ReadJsonAsync()).GetProperty("registrationId").GetGuid();
}
