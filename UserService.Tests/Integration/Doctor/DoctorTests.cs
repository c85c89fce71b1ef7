using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Doctor;

/// <summary><c>worker doctor</c>, run as an operator runs it.</summary>
[Collection(DataServersCollection.Name)]
public sealed class DoctorTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Says_that_all_is_well_and_what_is_not_used()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var smtp = new SmtpServer(refusals: 0);
        await using var sendGrid = await FakeProvider.StartAsync();
        sendGrid.Answer = static request => request.Headers["Authorization"] == "Bearer SG.secret" ? new ProviderAnswer(200, """{"scopes":["mail.send"]}""") : new ProviderAnswer(401, "");
        await using var stack = await fixture.StartAsync(new StackOptions
        {
            WithWorker = false,
            Settings = new()
            {
                ["Platform:Audit:Address"] = sandbox.Address, ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{smtp.Port}",
                ["SendGrid:BaseUrl"] = sendGrid.Address, ["SendGrid:ApiKey"] = "SG.secret",
            },
        });

        var (code, output) = await stack.RunWorkerAsync("doctor");

        Assert.True(code == 0, output);
        foreach (var line in (string[])["works     PostgreSQL", "works     Redis", "works     RabbitMQ", "works     Master key", "works     Signing keys", "works     SMTP", "works     SendGrid", "works     Audit service", "unused    Twilio", "unused    KYC service"])
            Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.Contains("Everything that is configured works.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("SG.secret", output, StringComparison.Ordinal);
        Assert.Empty(smtp.Messages);
        Assert.Equal("GET /v3/scopes", Assert.Single(sendGrid.Requests.Select(r => $"{r.Method} {r.Path}")));
    }

    [Fact]
    public async Task Names_each_part_that_is_broken_with_its_remedy()
    {
        await using var twilio = await FakeProvider.StartAsync();
        twilio.Answer = static _ => new ProviderAnswer(401, """{"code":20003}""");
        await using var stack = await fixture.StartAsync(new StackOptions
        {
            WithWorker = false,
            Settings = new()
            {
                ["Platform:Kyc:Address"] = "http://127.0.0.1:9", ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = "9",
                ["Twilio:BaseUrl"] = twilio.Address, ["Twilio:AccountSid"] = "AC1", ["Twilio:AuthToken"] = "wrong",
            },
        });
        await stack.ExecuteAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id = (SELECT max(migration_id) FROM \"__EFMigrationsHistory\")");
        stack.Set("Protection:MasterKey", "another key than the one that the database was made with");

        var (code, output) = await stack.RunWorkerAsync("doctor");

        Assert.Equal(1, code);
        foreach (var part in (string[])["BROKEN    PostgreSQL", "BROKEN    SMTP", "BROKEN    Twilio", "BROKEN    KYC service", "BROKEN    Master key", "remedy: Run: worker migrate", "remedy: Set Twilio:AccountSid"])
            Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Contains("works     Redis", output, StringComparison.Ordinal);
    }
}
