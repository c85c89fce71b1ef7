using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed partial class ContactChangeTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_new_address_takes_over_once_its_code_is_right()
    {
        var customer = await stack.CreateCustomerAsync();
        var address = Stack.NewAddress();

        await ChangeEmailAsync(stack, customer, address);

        var profile = await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.Equal(address, profile.GetProperty("email").GetString());
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(identifier: address)).StatusCode);
        await (await customer.LoginAsync()).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        var raised = await stack.Events.WaitForAsync("user.contact_changed.v1", customer.Id);
        Assert.Equal("email", raised.Data.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task The_old_address_can_undo_the_change_once_and_signs_everybody_out()
    {
        var customer = await stack.CreateCustomerAsync();
        await ChangeEmailAsync(stack, customer, Stack.NewAddress());
        var token = Token((await stack.ReadMailAsync(customer.Email, "contact_changed")).Body);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stack.Client.PostAsJsonAsync("/v1/auth/contact-changes/undo", new { token })));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        Assert.All(answers.Where(a => a.StatusCode is not HttpStatusCode.NoContent), a => Assert.Equal(HttpStatusCode.Gone, a.StatusCode));
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        Assert.Equal("mfa_required", (await (await customer.LoginAsync()).ReadJsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_undo_link_is_refused_after_72_hours_and_when_it_was_altered()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var customer = await own.CreateCustomerAsync();
        await ChangeEmailAsync(own, customer, Stack.NewAddress());
        var token = Token((await own.ReadMailAsync(customer.Email, "contact_changed")).Body);
        var altered = (token[0] == 'A' ? 'B' : 'A') + token[1..];

        await (await own.Client.PostAsJsonAsync("/v1/auth/contact-changes/undo", new { token = altered })).ShouldBeProblemAsync(HttpStatusCode.Gone, "invalid_link");
        own.Clock.Advance(TimeSpan.FromHours(73));
        await (await own.Client.PostAsJsonAsync("/v1/auth/contact-changes/undo", new { token })).ShouldBeProblemAsync(HttpStatusCode.Gone, "invalid_link");
    }

    [Fact]
    public async Task Asking_for_another_customers_address_answers_the_same_and_sends_nothing()
    {
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());

        using var asked = await eve.Client.PostAsJsonAsync("/v1/profile/email", new { email = ada.Email });

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        (await asked.ReadJsonAsync()).ShouldHaveExactly("changeId:uuid", "channel:string", "expiresAt:time", "resendAfter:time");
        var count = await stack.QueryAsync<long>("SELECT count(*) FROM notifications WHERE user_id = $1 AND template = 'contact_change_code'", eve.Id);
        Assert.Equal(0, count);
    }

    [Fact]
    public async Task A_change_is_proven_by_the_customer_who_asked_for_it_alone()
    {
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        var address = Stack.NewAddress();
        using var asked = await ada.Client.PostAsJsonAsync("/v1/profile/email", new { email = address });
        var changeId = (await asked.ReadJsonAsync()).GetProperty("changeId").GetGuid();
        var code = (await stack.ReadMailAsync(address, "contact_change_code")).Code;

        using var stolen = await eve.Client.PostAsJsonAsync("/v1/profile/contact-changes/verify", new { changeId, code });

        await stolen.ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
    }

    [Fact]
    public async Task A_proven_number_can_be_used_to_sign_in()
    {
        var customer = await stack.CreateCustomerAsync();
        var number = $"+23480{Random8()}";
        using var asked = await customer.Client.PostAsJsonAsync("/v1/profile/phone", new { phoneNumber = number });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var changeId = (await asked.ReadJsonAsync()).GetProperty("changeId").GetGuid();
        var code = (await stack.ReadMailAsync(number, "contact_change_code")).Code;

        using var verified = await customer.Client.PostAsJsonAsync("/v1/profile/contact-changes/verify", new { changeId, code });

        Assert.Equal(HttpStatusCode.NoContent, verified.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(identifier: number)).StatusCode);
        await stack.Events.WaitForAsync("user.phone_verified.v1", customer.Id);
        var told = await stack.ReadMailAsync(customer.Email, "contact_added");
        Assert.Contains($"+234*****{number[^4..]}", told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(number, told.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_go_to_a_few_different_contacts_of_one_customer_and_no_more()
    {
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        var numbers = Enumerable.Range(0, 5).Select(_ => $"+23480{Random8()}").Distinct().ToList();
        foreach (var number in numbers)
            Assert.Equal(HttpStatusCode.Accepted, (await AskPhoneAsync(ada, number)).StatusCode);

        // Numbers and addresses count together, those of others like free ones, so that nothing is told of whose they are.
        using var sixth = await AskPhoneAsync(ada, $"+23481{Random8()}");
        await sixth.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_contacts");
        Assert.True(sixth.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await (await ada.Client.PostAsJsonAsync("/v1/profile/email", new { email = Stack.NewAddress() })).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_contacts");
        await (await ada.Client.PostAsJsonAsync("/v1/profile/email", new { email = eve.Email })).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_contacts");

        // What was named already may be tried again, and others are free.
        Assert.Equal(HttpStatusCode.Accepted, (await AskPhoneAsync(ada, numbers[0])).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await AskPhoneAsync(eve, numbers[0])).StatusCode);
    }

    [Fact]
    public async Task One_customer_causes_so_many_text_messages_wherever_she_asks_for_them()
    {
        await using var own = await fixture.StartAsync(new StackOptions { Settings = { ["OneTimeCodes:TextMessagesPerHour"] = "3", ["OneTimeCodes:TextMessagesPerDay"] = "3" } });
        var customer = await own.CreateCustomerAsync();
        var number = $"+23480{Random8()}";
        using var asked = await AskPhoneAsync(customer, number);
        var changeId = (await asked.ReadJsonAsync()).GetProperty("changeId").GetGuid();
        var code = (await own.ReadMailAsync(number, "contact_change_code")).Code;
        (await customer.Client.PostAsJsonAsync("/v1/profile/contact-changes/verify", new { changeId, code })).Dispose();
        Assert.Equal(HttpStatusCode.Created, (await customer.Client.PostAsJsonAsync("/v1/auth/factors/sms", new { })).StatusCode);

        // Each approval sends its code along, while there is no other way; the third message is the last.
        var (second, third, fourth) = (await ApprovalAsync(), await ApprovalAsync(), await ApprovalAsync());
        Assert.NotEqual(second, third);
        await (await customer.Client.PostAsJsonAsync($"/v1/auth/approvals/{fourth}/send", new { method = "sms" })).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_messages");
        await (await AskPhoneAsync(customer, $"+23481{Random8()}")).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_messages");
        Assert.Equal(3, await own.QueryAsync<int>("SELECT count(*) FROM notifications WHERE user_id = $1 AND channel = 'sms' AND template IN ('contact_change_code', 'approval_code')", customer.Id));

        async Task<Guid> ApprovalAsync()
        {
            using var made = await customer.Client.PostAsJsonAsync("/v1/auth/approvals", new { operation = "payments.transfer", payloadHash = Convert.ToHexStringLower(new byte[32]) });
            return (await made.ReadJsonAsync()).GetProperty("approvalId").GetGuid();
        }
    }

    private static Task<HttpResponseMessage> AskPhoneAsync(Customer customer, string phoneNumber) => customer.Client.PostAsJsonAsync("/v1/profile/phone", new { phoneNumber });

    /// <summary>Replaces the customer's address by one whose mail is read.</summary>
    internal static async Task ChangeEmailAsync(Stack stack, Customer customer, string address)
    {
        using var asked = await customer.Client.PostAsJsonAsync("/v1/profile/email", new { email = address });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var changeId = (await asked.ReadJsonAsync()).GetProperty("changeId").GetGuid();
        var code = (await stack.ReadMailAsync(address, "contact_change_code")).Code;
        using var verified = await customer.Client.PostAsJsonAsync("/v1/profile/contact-changes/verify", new { changeId, code });
        Assert.Equal(HttpStatusCode.NoContent, verified.StatusCode);
    }

    internal static string Token(string body) => TokenInLink().Match(body).Groups[1].Value;

    private static string Random8() =>
        "3" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(10_000_000).ToString("D7", System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"token=([\w-]+)")]
    private static partial Regex TokenInLink();
}
