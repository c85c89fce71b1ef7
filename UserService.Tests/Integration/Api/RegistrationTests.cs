using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class RegistrationTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Answers_with_exactly_the_promised_members()
    {
        using var response = await RegisterAsync(Stack.NewAddress());

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = await response.ReadJsonAsync();
        answer.ShouldHaveExactly("registrationId:uuid", "channel:string", "expiresAt:time", "resendAfter:time");
        Assert.Equal("email", answer.GetProperty("channel").GetString());
        var now = stack.Clock.GetUtcNow();
        Assert.InRange(answer.GetProperty("expiresAt").GetDateTimeOffset() - now, TimeSpan.FromMinutes(9.5), TimeSpan.FromMinutes(10));
        Assert.InRange(answer.GetProperty("resendAfter").GetDateTimeOffset() - now, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Answers_alike_for_a_taken_address_and_tells_its_owner()
    {
        var customer = await stack.CreateCustomerAsync();

        using var taken = await RegisterAsync(customer.Email.ToUpperInvariant());
        using var free = await RegisterAsync(Stack.NewAddress());

        await AssertAlikeAsync(free, taken);
        var mail = await stack.ReadMailAsync(customer.Email, "registration_taken");
        Assert.Null(mail.Code);

        // Nor does the next step tell: no code fits, and the tries run out as they do for anybody.
        var (takenId, freeId) = (await IdAsync(taken), await IdAsync(free));
        for (var attempt = 0; attempt < 6; attempt++)
        {
            using var ofTaken = await stack.Client.PostAsJsonAsync("/v1/auth/verify", new { registrationId = takenId, code = "000000" });
            using var ofFree = await stack.Client.PostAsJsonAsync("/v1/auth/verify", new { registrationId = freeId, code = "no code" });
            await AssertAlikeAsync(ofFree, ofTaken);
        }
    }

    [Fact]
    public async Task Resending_answers_alike_for_a_taken_address()
    {
        var customer = await stack.CreateCustomerAsync();
        var (taken, free) = (await IdAsync(await RegisterAsync(customer.Email)), await IdAsync(await RegisterAsync(Stack.NewAddress())));

        using var tooSoonTaken = await stack.Client.PostAsJsonAsync("/v1/auth/verify/resend", new { registrationId = taken });
        using var tooSoonFree = await stack.Client.PostAsJsonAsync("/v1/auth/verify/resend", new { registrationId = free });
        stack.Clock.Advance(TimeSpan.FromSeconds(61));
        using var laterTaken = await stack.Client.PostAsJsonAsync("/v1/auth/verify/resend", new { registrationId = taken });
        using var laterFree = await stack.Client.PostAsJsonAsync("/v1/auth/verify/resend", new { registrationId = free });

        Assert.Equal(HttpStatusCode.TooManyRequests, tooSoonFree.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, laterFree.StatusCode);
        Assert.Equal(tooSoonFree.StatusCode, tooSoonTaken.StatusCode);
        Assert.Equal(laterFree.StatusCode, laterTaken.StatusCode);
    }

    [Fact]
    public async Task An_address_can_be_registered_again_until_it_is_verified_and_then_belongs_to_who_verified_it()
    {
        var address = Stack.NewAddress();
        var first = await stack.RegisterAsync(address);
        var firstMail = await stack.ReadMailAsync(address, "registration_code");
        var second = await stack.RegisterAsync(address);
        var secondMail = await stack.ReadMailAsync(address, "registration_code", after: firstMail);

        using var verified = await VerifyAsync(second.Id, secondMail.Code!);
        using var late = await VerifyAsync(first.Id, firstMail.Code!);

        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
        await late.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM users WHERE email = $1 AND status = 'Active'", address));
    }

    [Fact]
    public async Task Two_registrations_of_one_address_verified_at_once_give_one_account()
    {
        var address = Stack.NewAddress();
        var first = await stack.RegisterAsync(address);
        var firstMail = await stack.ReadMailAsync(address, "registration_code");
        var second = await stack.RegisterAsync(address);
        var secondMail = await stack.ReadMailAsync(address, "registration_code", after: firstMail);

        var answers = await Task.WhenAll(VerifyAsync(first.Id, firstMail.Code!), VerifyAsync(second.Id, secondMail.Code!));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Gone], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM users WHERE email = $1 AND status = 'Active'", address));
    }

    [Fact]
    public async Task Tells_all_faults_at_once_by_the_names_of_the_members()
    {
        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/register", new
        {
            email = "ada", password = "", firstName = "1", lastName = "", phoneNumber = "123", country = "XX", acceptedTermsVersion = "",
        });

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(
            ["acceptedTermsVersion", "country", "email", "firstName", "lastName", "password", "phoneNumber"],
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("password1234")]
    [InlineData("aaaaaaaaaaaaaaa")]
    [InlineData("ada.okafor.2026")]
    public async Task Refuses_a_password_that_is_easily_guessed_and_says_why(string password)
    {
        using var response = await RegisterAsync("ada.okafor.2026@example.com", password);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty("password").EnumerateArray());
        Assert.DoesNotContain(password, problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password1234", true)]
    [InlineData("ada.okafor.2026", true)] // her own name, as far as it is told
    [InlineData("violet-Kestrel-42x", false)]
    public async Task Tells_the_faults_of_a_password_with_those_of_the_other_members(string password, bool bad)
    {
        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/register", new { email = "no address", password, firstName = "Ada", lastName = "Okafor", country = "XX" });

        var faults = (await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal);
        Assert.Equal(bad ? ["acceptedTermsVersion", "country", "email", "password"] : (string[])["acceptedTermsVersion", "country", "email"], faults);
    }

    [Theory]
    [InlineData("+2348031234567", null)]
    [InlineData("08031234567", null)]
    [InlineData("+44 20 7946 0958", null)]
    [InlineData("12", "phoneNumber")]
    public async Task Takes_a_telephone_number_in_any_spelling(string number, string? fault)
    {
        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/register", new
        {
            email = Stack.NewAddress(), password = "violet-Kestrel-42x", firstName = "Ada", lastName = "Okafor", phoneNumber = number, country = "NG", acceptedTermsVersion = "1",
        });

        if (fault is null)
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        else
            Assert.True((await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).GetProperty("errors").TryGetProperty(fault, out _));
    }

    private Task<HttpResponseMessage> RegisterAsync(string email, string password = "violet-Kestrel-42x") =>
        stack.Client.PostAsJsonAsync("/v1/auth/register", new Registration(email, password).Body);

    private Task<HttpResponseMessage> VerifyAsync(Guid registrationId, string code) =>
        stack.Client.PostAsJsonAsync("/v1/auth/verify", new { registrationId, code });

    private static async Task<Guid> IdAsync(HttpResponseMessage response) => (await response.ReadJsonAsync()).GetProperty("registrationId").GetGuid();

    /// <summary>Status, headers, and each member's name, kind and length are alike; only ids and times differ.</summary>
    internal static async Task AssertAlikeAsync(HttpResponseMessage expected, HttpResponseMessage actual)
    {
        Assert.Equal(expected.StatusCode, actual.StatusCode);
        Assert.Equal(Headers(expected), Headers(actual));
        Assert.Equal(Shape(await expected.ReadJsonAsync()), Shape(await actual.ReadJsonAsync()));
    }

    private static IEnumerable<string> Headers(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .Where(h => h.Key is not ("Date" or "Content-Length")).Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Shape(JsonElement json) => json.EnumerateObject()
        .Select(p => p.Name is "registrationId" or "expiresAt" or "resendAfter" or "traceId" ? $"{p.Name} {p.Value.ValueKind}" : $"{p.Name} {p.Value}");
}
