using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Kyc;

namespace UserService.Tests.Integration.Partners;

/// <summary>A customer's BVN on its way through Flutterwave and Paystack, which are fakes that check what the real ones would.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class VerifierTests(StackFixture fixture) : IClassFixture<StackFixture>, IAsyncLifetime
{
    private const string Hash = "not a secret: the hash of webhooks";
    private readonly PartnerFake flutterwave = new();
    private readonly PartnerFake paystack = new();
    private Stack stack = null!;

    public async Task InitializeAsync() => stack = await fixture.StartAsync(new StackOptions
    {
        Settings = new()
        {
            ["Partners:Flutterwave:BaseUrl"] = flutterwave.BaseUrl,
            ["Partners:Flutterwave:SecretKey"] = PartnerFake.Key,
            ["Partners:Flutterwave:WebhookHash"] = Hash,
            ["Partners:Flutterwave:AttemptTimeout"] = "00:00:02", // a first call on a busy machine takes half a second
            ["Partners:Flutterwave:Costs:bvn"] = "5000",
            ["Partners:Paystack:BaseUrl"] = paystack.BaseUrl,
            ["Partners:Paystack:SecretKey"] = PartnerFake.Key,
            ["Partners:Paystack:Costs:bvn"] = "7000",
            ["Kyc:Verifiers:0"] = "flutterwave",
            ["Kyc:Verifiers:1"] = "paystack",
        },
    });

    public async Task DisposeAsync()
    {
        await stack.DisposeAsync();
        flutterwave.Dispose();
        paystack.Dispose();
    }

    [Fact]
    public async Task Flutterwave_reads_the_record_once_the_customer_has_consented()
    {
        var (customer, bvn, reference) = (await stack.CreateCustomerAsync(), KycSteps.Number(), "FLW-" + Guid.CreateVersion7(stack.Clock.GetUtcNow()));
        var name = await NameAsync(customer);
        flutterwave.Answer("POST", "/bvn/verifications", 200, $$$$"""{"status":"success","data":{"url":"https://consent.example/?session=1","reference":"{{{{reference}}}}"}}""");
        await OpenAsync(customer, bvn);
        var waiting = await customer.UntilAsync(k => KycSteps.Check(k, "bvn")!.Value.GetProperty("state").GetString() == "waiting", "waiting");
        Assert.Equal("https://consent.example/?session=1", KycSteps.Check(waiting, "bvn")!.Value.GetProperty("continueUrl").GetString());

        flutterwave.Answer(
            "GET", $"/bvn/verifications/{reference}", 200,
            $$$$"""{"status":"success","data":{"status":"COMPLETED","reference":"{{{{reference}}}}","bvn_data":{"nin":"11122233344","surname":"{{{{name.Last}}}}","firstName":"{{{{name.First}}}}","dateOfBirth":"12-Apr-1990","watchlisted":"NO"}}}""");
        using var webhook = await FlutterwaveAsync($$$$"""{"event":"bvn.completed","data":{"reference":"{{{{reference}}}}","status":"COMPLETED"}}""", Hash);
        Assert.Equal(HttpStatusCode.OK, webhook.StatusCode);

        Assert.Equal("passed", (await customer.SettledAsync("bvn")).GetProperty("state").GetString());
        Assert.Equal(5000, await stack.QueryAsync<long>("SELECT sum(cost_minor) FROM partner_calls WHERE user_id = $1", customer.Id));

        // The record named the NIN: it is proven without another paid call.
        Assert.Equal("passed", (await customer.SettleAsync("nin", "11122233344")).GetProperty("state").GetString());
        Assert.Equal(1, flutterwave.Count("POST", "/bvn/verifications"));
    }

    [Fact]
    public async Task Paystack_is_asked_where_Flutterwave_is_away_and_answers_by_webhook()
    {
        var (customer, bvn, code) = (await stack.CreateCustomerAsync(), KycSteps.Number(), NewCode());
        flutterwave.Answer("POST", "/bvn/verifications", 503, "{}");
        PaystackAccepts(code);

        await OpenAsync(customer, bvn);
        await customer.UntilAsync(k => KycSteps.Check(k, "bvn")!.Value.GetProperty("state").GetString() == "waiting", "waiting");
        var body = Identified("success", code, bvn);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var webhook = await PaystackAsync(body, PartnerFake.PaystackSignature(body));
            Assert.Equal(HttpStatusCode.OK, webhook.StatusCode);
        }

        Assert.Equal("passed", (await customer.SettledAsync("bvn")).GetProperty("state").GetString());
        Assert.Equal(1, await stack.QueryAsync<long>("SELECT count(*) FROM partner_events WHERE digest = $1", SHA256.HashData(Encoding.UTF8.GetBytes(body))));
        Assert.Equal(1, paystack.Count("POST", $"/customer/{code}/identification"));
        Assert.Equal(7000, await stack.QueryAsync<long>("SELECT sum(cost_minor) FROM partner_calls WHERE user_id = $1", customer.Id));
    }

    [Fact]
    public async Task A_webhook_may_come_before_we_know_the_question()
    {
        var (customer, bvn, code) = (await stack.CreateCustomerAsync(), KycSteps.Number(), NewCode());
        flutterwave.Answer("POST", "/bvn/verifications", 503, "{}");
        PaystackAccepts(code);
        var body = Identified("success", code, bvn);

        using var early = await PaystackAsync(body, PartnerFake.PaystackSignature(body));
        Assert.Equal(HttpStatusCode.OK, early.StatusCode);
        await OpenAsync(customer, bvn);

        Assert.Equal("passed", (await customer.SettledAsync("bvn")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_late_webhook_of_an_earlier_try_settles_nothing()
    {
        var (customer, bvn, other, code) = (await stack.CreateCustomerAsync(), "22200000111", "22299999222", NewCode());
        flutterwave.Answer("POST", "/bvn/verifications", 503, "{}");
        PaystackAccepts(code);
        await OpenAsync(customer, bvn);
        await customer.UntilAsync(k => KycSteps.Check(k, "bvn")!.Value.GetProperty("state").GetString() == "waiting", "waiting");

        var late = Identified("failed", code, other);
        using var first = await PaystackAsync(late, PartnerFake.PaystackSignature(late));
        await UntilAsync(async () => await stack.QueryAsync<long>("SELECT count(*) FROM partner_events WHERE outcome = 'late'") == 1, "the late one to be dealt with");
        Assert.Equal("waiting", KycSteps.Check(await customer.KycAsync(), "bvn")!.Value.GetProperty("state").GetString());

        var mine = Identified("failed", code, bvn);
        using var second = await PaystackAsync(mine, PartnerFake.PaystackSignature(mine));
        Assert.Equal("mismatch", (await customer.SettledAsync("bvn")).GetProperty("reason").GetString());
        var contrary = Identified("success", code, bvn);
        using var third = await PaystackAsync(contrary, PartnerFake.PaystackSignature(contrary));
        Assert.Equal("failed", (await customer.SettledAsync("bvn")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_call_that_may_have_been_charged_is_not_made_again()
    {
        var (customer, bvn) = (await stack.CreateCustomerAsync(), KycSteps.Number());
        flutterwave.Answer("POST", "/bvn/verifications", 200, "{}", after: TimeSpan.FromSeconds(20));

        await OpenAsync(customer, bvn, withAccount: false);
        var check = await customer.SettledAsync("bvn");

        Assert.Equal("in_review", check.GetProperty("state").GetString());
        Assert.Equal("not_verifiable", check.GetProperty("reason").GetString());
        Assert.Equal(1, flutterwave.Count("POST", "/bvn/verifications"));
        Assert.Equal("Unknown", await stack.QueryAsync<string>("SELECT state FROM partner_calls WHERE user_id = $1", customer.Id));
    }

    [Fact]
    public async Task Webhooks_that_the_partner_did_not_sign_are_refused_and_not_kept()
    {
        var body = Identified("success", NewCode(), "22200000111");
        var signature = PartnerFake.PaystackSignature(body);
        var before = await stack.QueryAsync<long>("SELECT count(*) FROM partner_events");

        foreach (var (sent, with) in new[] { (body, null), (body, ""), (body, "0" + signature[1..] + "x"), (body, new string('0', 128)), (body + " ", signature), (body, new string('g', 128)) })
        {
            using var response = await PaystackAsync(sent, with);
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_signature");
        }

        foreach (var hash in new[] { null, "", Hash + "x", Hash[..^1], Hash.ToUpperInvariant() })
        {
            using var response = await FlutterwaveAsync("{}", hash);
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_signature");
        }

        using var unconfigured = new StringContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks/paystack") { Content = unconfigured, Headers = { { "x-paystack-signature", signature } } };
        using var elsewhere = await fixture.Stack.Client.SendAsync(request);
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_signature");
        Assert.Equal(before, await stack.QueryAsync<long>("SELECT count(*) FROM partner_events"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"event":"charge.success","data":{"customer_code":"CUS_x"}}""")]
    [InlineData("""{"event":"customeridentification.success","data":null}""")]
    public async Task A_signed_webhook_that_says_nothing_to_us_is_dealt_with(string body)
    {
        body += new string(' ', RandomNumberGenerator.GetInt32(1, 1000));

        using var response = await PaystackAsync(body, PartnerFake.PaystackSignature(body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(body));
        await UntilAsync(async () => await stack.QueryAsync<long>("SELECT count(*) FROM partner_events WHERE digest = $1 AND outcome IN ('ignored', 'unreadable')", digest) == 1, "the webhook to be dealt with");
    }

    private void PaystackAccepts(string code)
    {
        paystack.Answer("POST", "/customer", 200, $$$$"""{"status":true,"data":{"customer_code":"{{{{code}}}}"}}""");
        paystack.Answer("POST", $"/customer/{code}/identification", 202, """{"status":true,"message":"Customer Identification in progress"}""");
    }

    private static string NewCode() => "CUS_" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    private static string Identified(string outcome, string code, string bvn) =>
        $$$$"""{"event":"customeridentification.{{{{outcome}}}}","data":{"customer_id":"82796315","customer_code":"{{{{code}}}}","email":"a@example.com","identification":{"country":"NG","type":"bank_account","bvn":"{{{{bvn[..3]}}}}*****{{{{bvn[^3..]}}}}","account_number":"069****032","bank_code":"044"}}}""";

    private static async Task OpenAsync(Customer customer, string bvn, bool withAccount = true)
    {
        using var response = await customer.Client.PostAsJsonAsync(
            "/v1/kyc/bvn", new { bvn, dateOfBirth = "1990-04-12", bankCode = withAccount ? "044" : null, accountNumber = withAccount ? "0690000032" : null });
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
    }

    private static async Task<(string First, string Last)> NameAsync(Customer customer)
    {
        var profile = await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync();
        return (profile.GetProperty("firstName").GetString()!, profile.GetProperty("lastName").GetString()!);
    }

    private Task<HttpResponseMessage> PaystackAsync(string body, string? signature) => PostAsync("paystack", "x-paystack-signature", body, signature);

    private Task<HttpResponseMessage> FlutterwaveAsync(string body, string? hash) => PostAsync("flutterwave", "verif-hash", body, hash);

    private Task<HttpResponseMessage> PostAsync(string partner, string header, string body, string? signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{partner}") { Content = new StringContent(body) };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation(header, signature);
        return stack.Client.SendAsync(request);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited 20 s for {what}.");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
