using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Resilience;

/// <summary>Everybody whom the hosts of a <see cref="FaultWorld"/> call, as real servers on this machine, each behind a proxy.</summary>
internal sealed class WorldPartners : IAsyncDisposable
{
    private const string NotificationService = "Notification service";
    private readonly List<IAsyncDisposable> servers = [];
    private readonly List<Partner> all = [];

    public IReadOnlyList<Partner> All => all;

    /// <summary>Configuration of the hosts, as environment variables.</summary>
    public Dictionary<string, string> Settings { get; } = new()
    {
        ["Partners__Sandbox__Enabled"] = "false",
        ["Partners__Paystack__SecretKey"] = "sk_test_not_a_secret",
        ["Partners__Flutterwave__SecretKey"] = "FLWSECK_TEST-not-a-secret",
        ["Notifications__EmailProviders"] = "sendgrid platform",
        ["Notifications__SmsProviders"] = "platform twilio",
        ["SendGrid__ApiKey"] = "SG.not-a-secret",
        ["Twilio__AccountSid"] = "AC0123456789abcdef0123456789abcdef",
        ["Twilio__AuthToken"] = "not-a-secret",
        ["Twilio__From"] = "+15005550006",
        ["Storage__Provider"] = "cloudinary",
        ["Storage__Cloudinary__CloudName"] = "bank",
        ["Storage__Cloudinary__ApiKey"] = FakeCloudinary.ApiKey,
        ["Storage__Cloudinary__ApiSecret"] = FakeCloudinary.Secret,

        // One provider after the other is asked within seconds, and each is tried again soon.
        ["SendGrid__Timeout"] = "00:00:01",
        ["SendGrid__BreakDuration"] = "00:00:01",
        ["Twilio__BreakDuration"] = "00:00:01",
        ["Platform__Notifications__Deadline"] = "00:00:01",
        ["Platform__Notifications__BreakDuration"] = "00:00:01",
    };

    public static async Task<WorldPartners> StartAsync()
    {
        var partners = new WorldPartners();
        await partners.AddProvidersAsync();
        await partners.AddBanksAsync();
        var cloudinary = partners.Keep(await FakeCloudinary.StartAsync());
        partners.Add("Cloudinary", cloudinary.Address, "Storage__Cloudinary__BaseUrl", () => cloudinary.Received, static (asking, customer) => asking.SendAsync(
            "avatar", () => customer.Client.PutAsync(new Uri("/v1/profile/avatar", UriKind.Relative), new ByteArrayContent(Pictures.Photograph("canary", 60, 40)) { Headers = { ContentType = new("image/jpeg") } }), HttpStatusCode.OK), waits: true);
        var sandbox = partners.Keep(await RunningSandbox.StartAsync());
        partners.Add("KYC service", sandbox.Address, "Platform__Kyc__Address", () => sandbox.Received.Of("kyc").Count, static (asking, customer) => asking.PostAsync(
            customer.Client, "/v1/kyc/bvn", new { bvn = $"222{Digits(8)}", dateOfBirth = "1990-04-12" }, HttpStatusCode.Accepted));
        partners.Add(NotificationService, sandbox.Address, "Platform__Notifications__Address", () => sandbox.Received.Of("notification").Count, ChangePhoneAsync);
        partners.Add("Audit service", sandbox.Address, "Platform__Audit__Address", () => sandbox.Received.Of("audit").Count);
        return partners;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var partner in all)
            await partner.Proxy.DisposeAsync();
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    private async Task AddProvidersAsync()
    {
        var sendGrid = await AnswerAsync(static _ => new ProviderAnswer(202, "") { Headers = new() { ["X-Message-Id"] = "sg-1" } });
        Add("SendGrid", sendGrid.Address, "SendGrid__BaseUrl", () => sendGrid.Requests.Count);
        var twilio = await AnswerAsync(static _ => new ProviderAnswer(201, """{"sid":"SM42","status":"queued"}"""));
        Add("Twilio", twilio.Address, "Twilio__BaseUrl", () => twilio.Requests.Count, ChangePhoneAsync, behind: NotificationService);
        var breaches = await AnswerAsync(static _ => new ProviderAnswer(200, "0018A45C4D1DEF81644B54AB7F969B88D65:0"));
        Add("Breached passwords", breaches.Address, "Passwords__RangeApi__BaseUrl", () => breaches.Requests.Count);
    }

    private async Task AddBanksAsync()
    {
        var paystack = await AnswerAsync(static request => new ProviderAnswer(200, request.Path.Contains("resolve", StringComparison.Ordinal)
            ? """{"status":true,"message":"Account number resolved","data":{"account_number":"0690000032","account_name":"ADA OKAFOR"}}"""
            : """{"status":true,"message":"Banks retrieved","data":[{"name":"Access Bank","code":"044","active":true}]}"""));
        Add("Paystack", paystack.Address, "Partners__Paystack__BaseUrl", () => paystack.Requests.Count, static (asking, customer) => asking.PostAsync(
            customer.Client, "/v1/banking/accounts", new { bankCode = "044", accountNumber = Digits(10) }, HttpStatusCode.Created), waits: true);
        var flutterwave = await AnswerAsync(static request => new ProviderAnswer(200, request.Path.Contains("validate", StringComparison.Ordinal)
            ? """{"status":"success","message":"Item validated successfully","data":{"response_code":"00","name":"ADA OKAFOR","customer":"0025401100"}}"""
            : """{"status":"success","message":"Items","data":[{"name":"DSTV","biller_code":"BIL119","item_code":"CB141","biller_name":"DSTV","label_name":"Card","country":"NG"}]}"""));
        Add("Flutterwave", flutterwave.Address, "Partners__Flutterwave__BaseUrl", () => flutterwave.Requests.Count, static (asking, customer) => asking.PostAsync(
            customer.Client, "/v1/banking/billers", new { billerCode = "BIL119", itemCode = "CB141", reference = Digits(10), label = "Home TV" }, HttpStatusCode.Created), waits: true);
    }

    private static Task<JsonElement?> ChangePhoneAsync(Asking asking, WorldCustomer customer) =>
        asking.PostAsync(customer.Client, "/v1/profile/phone", new { phoneNumber = $"+23480{Digits(8)}" }, HttpStatusCode.Accepted);

    private static string Digits(int count) => string.Create(CultureInfo.InvariantCulture, $"{RandomNumberGenerator.GetInt32(1_000_000_000)}").PadLeft(9, '0')[^Math.Min(9, count)..].PadLeft(count, '7');

    private async Task<FakeProvider> AnswerAsync(Func<ProviderRequest, ProviderAnswer> answer)
    {
        var provider = Keep(await FakeProvider.StartAsync());
        provider.Answer = answer;
        return provider;
    }

    private T Keep<T>(T server)
        where T : IAsyncDisposable
    {
        servers.Add(server);
        return server;
    }

    private void Add(string name, string address, string setting, Func<int> received, Func<Asking, WorldCustomer, Task<JsonElement?>>? ask = null, bool waits = false, string? behind = null)
    {
        var proxy = TcpFaultProxy.InFrontOf(new Uri(address).Port);
        Settings[setting] = $"http://127.0.0.1:{proxy.Port}/";
        all.Add(new Partner(name, proxy, received) { Ask = ask, CustomerWaits = waits, Behind = behind });
    }
}
