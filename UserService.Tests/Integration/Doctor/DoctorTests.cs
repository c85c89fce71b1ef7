using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Partners;

namespace UserService.Tests.Integration.Doctor;

/// <summary><c>worker doctor</c>, run as an operator runs it.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class DoctorTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Says_that_all_is_well_and_what_is_not_used()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var smtp = new SmtpServer(refusals: 0);
        await using var sendGrid = await FakeProvider.StartAsync();
        sendGrid.Answer = static request => request.Headers["Authorization"] == "Bearer SG.secret" ? new ProviderAnswer(200, """{"scopes":["mail.send"]}""") : new ProviderAnswer(401, "");
        await using var twilio = await FakeProvider.StartAsync();
        var account = "Basic " + Convert.ToBase64String("AC1:token"u8);
        twilio.Answer = request => request.Headers["Authorization"] == account ? new ProviderAnswer(200, """{"sid":"AC1","status":"active"}""") : new ProviderAnswer(401, """{"code":20003}""");
        await using var cloudinary = await FakeCloudinary.StartAsync();
        using var paystack = new PartnerFake();
        paystack.Answer("GET", "/bank", 200, """{"status":true,"message":"Banks retrieved","data":[{"name":"Access Bank","code":"044","active":true}]}""");
        using var flutterwave = new PartnerFake();
        flutterwave.Answer("GET", "/banks/NG", 200, """{"status":"success","message":"Banks","data":[{"name":"Access Bank","code":"044"},{"name":"GTBank","code":"058"}]}""");
        await using var stack = await fixture.StartAsync(new StackOptions
        {
            WithWorker = false,
            Settings = new(cloudinary.Settings)
            {
                ["Platform:Audit:Address"] = sandbox.Address, ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{smtp.Port}",
                ["SendGrid:BaseUrl"] = sendGrid.Address, ["SendGrid:ApiKey"] = "SG.secret",
                ["Twilio:BaseUrl"] = twilio.Address, ["Twilio:AccountSid"] = "AC1", ["Twilio:AuthToken"] = "token", ["Twilio:From"] = "+15005550006",
                ["Partners:Paystack:BaseUrl"] = paystack.BaseUrl, ["Partners:Paystack:SecretKey"] = PartnerFake.Key,
                ["Partners:Flutterwave:BaseUrl"] = flutterwave.BaseUrl, ["Partners:Flutterwave:SecretKey"] = PartnerFake.Key,
            },
        });

        var (code, output) = await stack.RunWorkerAsync("doctor");

        Assert.True(code == 0, output);
        foreach (var line in (string[])["works     PostgreSQL", "works     Redis", "works     RabbitMQ", "works     Master key", "works     Signing keys", "works     SMTP", "works     SendGrid", "works     Paystack", "lists 1 banks", "works     Flutterwave", "lists 2 banks", "works     Cloudinary", "works     Audit service", "works     Twilio", "unused    KYC service"])
            Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.Contains("Everything that is configured works.", output, StringComparison.Ordinal);
        foreach (var secret in (string[])["SG.secret", account[6..], PartnerFake.Key, FakeCloudinary.Secret])
            Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
        Assert.Equal(0, cloudinary.Count);
        Assert.Empty(smtp.Messages);
        Assert.Equal("GET /2010-04-01/Accounts/AC1.json", Assert.Single(twilio.Requests.Select(r => $"{r.Method} {r.Path}")));
        Assert.Equal("GET /v3/scopes", Assert.Single(sendGrid.Requests.Select(r => $"{r.Method} {r.Path}")));
    }

    [Fact]
    public async Task Names_each_part_that_is_broken_with_its_remedy()
    {
        await using var twilio = await FakeProvider.StartAsync();
        twilio.Answer = static _ => new ProviderAnswer(401, """{"code":20003}""");
        await using var sendGrid = await FakeProvider.StartAsync();
        sendGrid.Answer = static _ => new ProviderAnswer(200, """{"scopes":["user.profile.read"]}""");
        await using var bank = await FakeProvider.StartAsync();
        bank.Answer = static request => new ProviderAnswer(request.Path.StartsWith("/banks", StringComparison.Ordinal) ? 500 : 401, "{}");
        await using var cloudinary = await FakeCloudinary.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions
        {
            WithWorker = false,
            Settings = new(cloudinary.Settings)
            {
                ["Storage:Cloudinary:ApiSecret"] = "wrong",
                ["SendGrid:BaseUrl"] = sendGrid.Address, ["SendGrid:ApiKey"] = "SG.secret",
                ["Partners:Paystack:BaseUrl"] = bank.Address, ["Partners:Paystack:SecretKey"] = "wrong",
                ["Partners:Flutterwave:BaseUrl"] = bank.Address, ["Partners:Flutterwave:SecretKey"] = "right",
                ["Platform:Kyc:Address"] = "http://127.0.0.1:9", ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = "9",
                ["Twilio:BaseUrl"] = twilio.Address, ["Twilio:AccountSid"] = "AC1", ["Twilio:AuthToken"] = "wrong",
            },
        });
        await stack.ExecuteAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id = (SELECT max(migration_id) FROM \"__EFMigrationsHistory\")");
        stack.Set("Protection:MasterKey", "another key than the one that the database was made with");

        var (code, output) = await stack.RunWorkerAsync("doctor");

        Assert.Equal(1, code);
        foreach (var part in (string[])["BROKEN    PostgreSQL", "BROKEN    SMTP", "BROKEN    Twilio", "BROKEN    KYC service", "BROKEN    SendGrid", "remedy: Give the key the permission mail.send", "BROKEN    Paystack", "remedy: Set Partners:Paystack:SecretKey", "BROKEN    Flutterwave", "BROKEN    Cloudinary", "remedy: Set Storage:Cloudinary:CloudName", "BROKEN    Master key", "remedy: Run: worker migrate", "remedy: Set Twilio:AccountSid"])
            Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Contains("works     Redis", output, StringComparison.Ordinal);
    }
}
