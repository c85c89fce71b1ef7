using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using UserService.Core.Partners;
using UserService.Core.Partners.Flutterwave;
using UserService.Core.Partners.Paystack;

namespace UserService.Tests.Integration.Partners;

/// <summary>What leaves for the partners, and what is made of their answers. Bodies and answers are the published examples.</summary>
public sealed class PartnerContractTests : IDisposable
{
    private readonly PartnerFake fake = new();
    private readonly ServiceProvider services;

    public PartnerContractTests() => services = Build([]);

    private PaystackClient Paystack => services.GetRequiredService<PaystackClient>();

    private FlutterwaveClient Flutterwave => services.GetRequiredService<FlutterwaveClient>();

    [Fact]
    public async Task Paystack_resolves_an_account()
    {
        fake.Answer(
            "GET", "/bank/resolve", 200, """{"status":true,"message":"Account number resolved","data":{"account_number":"0001234567","account_name":"Doe Jane Loren","bank_id":9}}""",
            query: [("account_number", "0001234567"), ("bank_code", "058")]);

        var answer = await Paystack.ResolveAccountAsync("0001234567", "058", CancellationToken.None);

        Assert.Equal("Doe Jane Loren", Assert.IsType<PartnerAnswer<string>.Answered>(answer).Value);
    }

    [Fact]
    public async Task Paystack_identifies_a_customer_by_the_published_body()
    {
        fake.Answer(
            "POST", "/customer/CUS_xnxdt6s1zg1f4nx/identification", 202, """{"status":true,"message":"Customer Identification in progress"}""",
            """{"country":"NG","type":"bank_account","account_number":"0111111111","bvn":"222222222221","bank_code":"007","first_name":"Uchenna","last_name":"Okoro"}""");

        var answer = await Paystack.IdentifyAsync(
            "CUS_xnxdt6s1zg1f4nx", new PaystackIdentification("NG", "bank_account", "222222222221", "007", "0111111111", "Uchenna", "Okoro"), CancellationToken.None);

        Assert.True(Assert.IsType<PartnerAnswer<PaystackAccepted>.Answered>(answer).Value.Status);
    }

    [Fact]
    public async Task Paystack_makes_a_customer()
    {
        fake.Answer(
            "POST", "/customer", 200, """{"status":true,"message":"Customer created","data":{"email":"customer@example.com","customer_code":"CUS_xnxdt6s1zg1f4nx","id":1173,"identified":false,"identifications":null}}""",
            """{"email":"customer@example.com","first_name":"Zero","last_name":"Sum","phone":"+2348123456789"}""");

        var answer = await Paystack.EnsureCustomerAsync(new NewPaystackCustomer("customer@example.com", "Zero", "Sum", "+2348123456789"), CancellationToken.None);

        Assert.Equal("CUS_xnxdt6s1zg1f4nx", Assert.IsType<PartnerAnswer<string>.Answered>(answer).Value);
    }

    [Fact]
    public async Task Flutterwave_starts_a_verification_and_reads_the_record()
    {
        fake.Answer(
            "POST", "/bvn/verifications", 200, """{"status":"success","message":"Bvn verification initiated","data":{"url":"https://nibss-bvn-consent-management.dev-flutterwave.com/cms/BvnConsent?session=MWNkNDI4ZWYtMjgwNy00ZjA1","reference":"FLW71DC60942BAD76D2BD5B4E"}}""",
            """{"bvn":"12347832211","firstname":"Lyra","lastname":"Balacqua"}""");
        fake.Answer(
            "GET", "/bvn/verifications/FLW71DC60942BAD76D2BD5B4E", 200,
            """{"status":"success","message":"Bvn details fetched","data":{"first_name":"Lyra","last_name":"Balacqua","status":"COMPLETED","reference":"FLW71DC60942BAD76D2BD5B4E","bvn_data":{"bvn":"12347832211","nin":"98765432100","email":null,"gender":"Female","surname":"BALACQUA","firstName":"LYRA","middleName":"LENA","dateOfBirth":"1990-04-12","phoneNumber1":"08000000000","watchlisted":"NO"},"created_at":"2024-02-01T15:24:22Z"}}""");

        var consent = Assert.IsType<PartnerAnswer<FlutterwaveConsent>.Answered>(await Flutterwave.StartBvnAsync("12347832211", "Lyra", "Balacqua", CancellationToken.None)).Value;
        var record = Assert.IsType<PartnerAnswer<FlutterwaveBvn>.Answered>(await Flutterwave.ReadBvnAsync(consent.Reference, CancellationToken.None)).Value;

        Assert.StartsWith("https://nibss-bvn-consent-management", consent.Url, StringComparison.Ordinal);
        Assert.Equal(("COMPLETED", "LYRA", "BALACQUA", "98765432100"), (record.Status, record.BvnData!.FirstName, record.BvnData.Surname, record.BvnData.Nin));
    }

    [Fact]
    public async Task Flutterwave_resolves_an_account_and_validates_a_bill()
    {
        fake.Answer(
            "POST", "/accounts/resolve", 200, """{"status":"success","message":"Account details fetched","data":{"account_number":"0690000032","account_name":"Pastor Bright"}}""",
            """{"account_number":"0690000032","account_bank":"044"}""");
        fake.Answer(
            "GET", "/bill-items/CB141/validate", 200, """{"status":"success","message":"Item validated successfully","data":{"response_code":"00","address":null,"response_message":"Successful","name":"MTN","biller_code":"BIL119","customer":"0025401100","product_code":"CB141"}}""",
            query: [("code", "BIL119"), ("customer", "0025401100")]);

        var name = await Flutterwave.ResolveAccountAsync("0690000032", "044", CancellationToken.None);
        var bill = await Flutterwave.ValidateBillAsync("CB141", "BIL119", "0025401100", CancellationToken.None);

        Assert.Equal("Pastor Bright", Assert.IsType<PartnerAnswer<string>.Answered>(name).Value);
        Assert.Equal("00", Assert.IsType<PartnerAnswer<FlutterwaveBillCustomer>.Answered>(bill).Value.ResponseCode);
    }

    [Theory]
    [InlineData(400, "Refused")]
    [InlineData(422, "Refused")]
    [InlineData(401, "Unavailable")]
    [InlineData(429, "Unavailable")]
    [InlineData(503, "Unavailable")]
    [InlineData(500, "Unknown")]
    [InlineData(502, "Unknown")]
    public async Task What_may_cost_money_is_sent_once_and_judged_by_its_status(int status, string judged)
    {
        fake.Answer("POST", "/bvn/verifications", status, """{"status":"error","message":"No."}""");

        var answer = await Flutterwave.StartBvnAsync("12347832211", "Lyra", "Balacqua", CancellationToken.None);

        Assert.Equal(judged, answer.GetType().Name);
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task Reading_is_repeated_after_a_failure()
    {
        fake.Answer("GET", "/bank/resolve", 500, "{}");

        Assert.IsType<PartnerAnswer<string>.Unknown>(await Paystack.ResolveAccountAsync("0001234567", "058", CancellationToken.None));

        Assert.Equal(3, fake.Requests.Count);
    }

    [Theory]
    [InlineData("<html>maintenance</html>")]
    [InlineData("""{"status":true}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task An_answer_that_cannot_be_read_is_no_answer(string body)
    {
        fake.Answer("GET", "/bank/resolve", 200, body);

        Assert.IsType<PartnerAnswer<string>.Unknown>(await Paystack.ResolveAccountAsync("0001234567", "058", CancellationToken.None));
    }

    [Fact]
    public async Task A_hanging_partner_is_given_up_on_and_then_left_alone()
    {
        await using var impatient = Build(new() { ["Partners:Flutterwave:AttemptTimeout"] = "00:00:00.1", ["Partners:Flutterwave:BreakDuration"] = "00:01:00" });
        var client = impatient.GetRequiredService<FlutterwaveClient>();
        fake.Answer("POST", "/bvn/verifications", 200, "{}", after: TimeSpan.FromSeconds(30));

        for (var i = 0; i < 10; i++)
            Assert.IsType<PartnerAnswer<FlutterwaveConsent>.Unknown>(await client.StartBvnAsync("12347832211", "Lyra", "Balacqua", CancellationToken.None));
        var answer = await client.StartBvnAsync("12347832211", "Lyra", "Balacqua", CancellationToken.None);

        Assert.Equal("not_called", Assert.IsType<PartnerAnswer<FlutterwaveConsent>.Unavailable>(answer).Reason);
        Assert.True(fake.Requests.Count <= 10, $"{fake.Requests.Count} were sent"); // of the ten that were given up some may arrive later, or never
    }

    [Fact]
    public async Task A_partner_that_cannot_be_reached_was_not_asked()
    {
        await using var away = Build(new() { ["Partners:Flutterwave:BaseUrl"] = "http://127.0.0.1:1/" });

        var answer = await away.GetRequiredService<FlutterwaveClient>().StartBvnAsync("12347832211", "Lyra", "Balacqua", CancellationToken.None);

        Assert.Equal("no_connection", Assert.IsType<PartnerAnswer<FlutterwaveConsent>.Unavailable>(answer).Reason);
    }

    [Fact]
    public void Secrets_and_personal_data_are_not_printed()
    {
        Assert.Equal("[secret]", new Secret(PartnerFake.Key).ToString());
        Assert.DoesNotContain("222", new PaystackIdentification("NG", "bank_account", "22222222222", "007", "0111111111", "Ada", "Okafor").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("123", new FlutterwaveBvnRequest("12347832211", "Ada", "Okafor", null).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sandbox_partners_do_not_start_in_production()
    {
        using var production = Build(new() { ["Partners:Sandbox:Enabled"] = "true" }, Environments.Production);

        var refused = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(
            () => production.GetRequiredService<Microsoft.Extensions.Options.IOptions<Core.Partners.Sandbox.SandboxOptions>>().Value);

        Assert.Contains("Partners:Sandbox:Enabled", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        services.Dispose();
        fake.Dispose();
    }

    private ServiceProvider Build(Dictionary<string, string?> settings, string environment = "Development")
    {
        var all = new Dictionary<string, string?>
        {
            ["Partners:Paystack:BaseUrl"] = fake.BaseUrl,
            ["Partners:Paystack:SecretKey"] = PartnerFake.Key,
            ["Partners:Flutterwave:BaseUrl"] = fake.BaseUrl,
            ["Partners:Flutterwave:SecretKey"] = PartnerFake.Key,
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        collection.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment });
        collection.AddLogging();
        collection.AddPartners();
        return collection.BuildServiceProvider();
    }
}
