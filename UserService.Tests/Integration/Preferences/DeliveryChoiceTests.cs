using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Kyc;

namespace UserService.Tests.Integration.Preferences;

/// <summary>What customers chose is what they get: news on the chosen channels and outside quiet hours, security notices and codes always.</summary>
[Collection(ServersCollection.Name)]
public sealed class DeliveryChoiceTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Theory]
    [InlineData("""["email","in_app"]""", "email:1 sms:0 in_app:1")]
    [InlineData("""["sms"]""", "email:0 sms:1 in_app:0")]
    [InlineData("""["email","sms","in_app"]""", "email:1 sms:1 in_app:1")]
    [InlineData("[]", "email:0 sms:0 in_app:0")]
    public async Task News_comes_on_the_channels_that_were_chosen(string channels, string expected)
    {
        var customer = await CreateAsync();
        await ChooseAsync(customer, $$"""{"topics":{"account":{{channels}} } }""");

        await customer.ReachTier1Async();

        Assert.Equal(expected, await ToldAsync(customer, "kyc_approved"));
    }

    [Fact]
    public async Task Security_notices_and_codes_come_whatever_was_chosen()
    {
        var customer = await CreateAsync();
        await ChooseAsync(customer, $$"""{"topics":{"account":[],"payments":[],"offers":[]},{{QuietNow()}} }""");

        using var pin = await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = "739146" });
        using var forgot = await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = customer.Email });

        await stack.ReadMailAsync(customer.Email, "transaction_pin_set");
        Assert.Equal("email:1 sms:0 in_app:1", await ToldAsync(customer, "transaction_pin_set"));
        Assert.NotNull((await stack.ReadMailAsync(customer.Email, "password_reset_code")).Code);
    }

    [Fact]
    public async Task Who_has_no_address_is_told_of_security_by_text()
    {
        var customer = await CreateAsync();
        var number = await stack.QueryAsync<string>("SELECT phone_number FROM users WHERE id = $1", customer.Id);
        await stack.ExecuteAsync($"UPDATE users SET email = NULL, email_verified_at = NULL WHERE id = '{customer.Id}'");

        using var pin = await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = "739146" });

        await stack.ReadMailAsync(number, "transaction_pin_set");
        Assert.Equal("email:0 sms:1 in_app:1", await ToldAsync(customer, "transaction_pin_set"));
    }

    [Theory]
    [InlineData("""["email","in_app"]""", "email:0 sms:1 in_app:1")]
    [InlineData("""["email","sms"]""", "email:0 sms:1 in_app:0")]
    [InlineData("""["in_app"]""", "email:0 sms:0 in_app:1")]
    public async Task Who_has_no_address_gets_news_by_text_where_others_get_it_by_mail(string channels, string expected)
    {
        var customer = await stack.CreateCustomerByPhoneAsync();
        await ChooseAsync(customer, $$"""{"topics":{"account":{{channels}} } }""");

        await customer.ReachTier1Async();

        Assert.Equal(expected, await ToldAsync(customer, "kyc_approved"));
    }

    [Fact]
    public async Task News_of_quiet_hours_is_in_the_app_at_once_and_goes_out_when_they_end()
    {
        var customer = await CreateAsync();
        await ChooseAsync(customer, $$"""{ {{QuietNow()}} }""");

        await customer.ReachTier1Async();

        await WaitAsync(customer, "status = 'Pending' AND next_attempt_at > created_at + interval '1 hour'");
        Assert.Equal("email:1 sms:0 in_app:1", await ToldAsync(customer, "kyc_approved"));
        stack.Clock.Advance(TimeSpan.FromHours(1)); // an hour before they end
        await stack.UseWorkerAsync<UserService.Core.Notifications.NotificationDelivery, bool>(delivery => delivery.DeliverOneAsync(CancellationToken.None));
        Assert.Equal("Pending", await StatusAsync(customer));

        stack.Clock.Advance(TimeSpan.FromHours(1));

        await stack.ReadMailAsync(customer.Email, "kyc_approved");
        Assert.Equal("Sent", await StatusAsync(customer));
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT attempts FROM notifications WHERE user_id = $1 AND template = 'kyc_approved'", customer.Id));
    }

    /// <summary>Quiet since an hour ago and for two hours from now, in Lagos.</summary>
    private string QuietNow()
    {
        var now = TimeZoneInfo.ConvertTime(stack.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Africa/Lagos"));
        return $$"""
                 "quietHours":{"from":"{{Hour(now.AddHours(-1))}}","to":"{{Hour(now.AddHours(2))}}"}
                 """;
    }

    private static string Hour(DateTimeOffset time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private async Task<Customer> CreateAsync()
    {
        var customer = await stack.CreateCustomerAsync();
        var number = $"+23480{System.Security.Cryptography.RandomNumberGenerator.GetInt32(10_000_000, 99_999_999)}";
        await stack.ExecuteAsync($"UPDATE users SET phone_number = '{number}', phone_verified_at = now() WHERE id = '{customer.Id}'");
        return customer;
    }

    private static async Task ChooseAsync(Customer customer, string patch)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, "/v1/settings") { Content = new StringContent(patch) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/merge-patch+json");
        request.Headers.TryAddWithoutValidation("If-Match", (await customer.Client.GetAsync("/v1/settings")).Headers.ETag!.ToString());
        using var answer = await customer.Client.SendAsync(request);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> ToldAsync(Customer customer, string template)
    {
        var email = await CountAsync("email");
        var sms = await CountAsync("sms");
        var inbox = await customer.Client.GetFromJsonAsync<JsonElement>("/v1/notifications");
        return $"email:{email} sms:{sms} in_app:{inbox.GetProperty("items").EnumerateArray().Count(n => n.GetProperty("kind").GetString() == template)}";

        Task<int> CountAsync(string channel) =>
            stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE user_id = $1 AND template = $2 AND channel = $3", customer.Id, template, channel);
    }

    private Task<string> StatusAsync(Customer customer) => stack.QueryAsync<string>("SELECT status FROM notifications WHERE user_id = $1 AND template = 'kyc_approved'", customer.Id);

    private async Task WaitAsync(Customer customer, string condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await stack.QueryAsync<int>($"SELECT count(*) FROM notifications WHERE user_id = $1 AND template = 'kyc_approved' AND {condition}", customer.Id) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }
}
