using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Notifications;

/// <summary>What providers are asked, byte for byte where they look at it, and what happens when they do not do as they should.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class ProviderTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly ProviderAnswer Accepted = new(202, "") { Headers = new() { ["X-Message-Id"] = "sg-1" } };

    [Fact]
    public async Task SendGrid_is_asked_as_it_wants_to_be_and_its_id_is_kept()
    {
        await using var sendGrid = await FakeProvider.StartAsync();
        sendGrid.Answer = static _ => Accepted;
        await using var stack = await StartAsync(sendGrid);

        var registration = await stack.RegisterAsync();
        var mail = await stack.ReadMailAsync(registration.Email, "registration_code");

        var request = Assert.Single(sendGrid.Requests);
        Assert.Equal(("POST", "/v3/mail/send", "Bearer SG.secret"), (request.Method, request.Path, request.Headers["Authorization"]));
        Assert.StartsWith("application/json", request.Headers["Content-Type"], StringComparison.Ordinal);
        var body = JsonNode.Parse(request.Body)!;
        var html = body["content"]![1]!["value"]!.GetValue<string>();
        var expected = new JsonObject
        {
            ["personalizations"] = new JsonArray(new JsonObject
            {
                ["to"] = new JsonArray(new JsonObject { ["email"] = registration.Email }), ["custom_args"] = new JsonObject { ["notification_id"] = mail.Id.ToString() },
            }),
            ["from"] = new JsonObject { ["email"] = "bank@bank.example", ["name"] = "Example Bank" },
            ["subject"] = "Your verification code",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text/plain", ["value"] = mail.Body }, new JsonObject { ["type"] = "text/html", ["value"] = html }),
            ["categories"] = new JsonArray("registration_code"),
        };
        Assert.True(JsonNode.DeepEquals(expected, body), body.ToJsonString());
        Assert.Contains(mail.Code!, html, StringComparison.Ordinal);
        Assert.Equal("sendgrid/sg-1", await stack.QueryAsync<string>("SELECT provider || '/' || provider_message_id FROM notifications"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(401)]
    public async Task The_next_provider_sends_at_once_what_the_first_does_not_take(int status)
    {
        await using var sendGrid = await FakeProvider.StartAsync();
        await using var smtp = new SmtpServer(refusals: 0);
        sendGrid.Answer = _ => new ProviderAnswer(status, "");
        await using var stack = await StartAsync(sendGrid, smtp);

        await stack.ReadMailAsync((await stack.RegisterAsync()).Email, "registration_code");
        await stack.ReadMailAsync((await stack.RegisterAsync()).Email, "registration_code");

        Assert.Equal(2, smtp.Messages.Count);
        Assert.Single(sendGrid.Requests); // the second message did not wait for it
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT max(attempts) FROM notifications"));
        Assert.Equal("smtp", await stack.QueryAsync<string>("SELECT DISTINCT provider FROM notifications"));
    }

    [Fact]
    public async Task A_provider_that_hangs_holds_up_nobody_for_long()
    {
        await using var sendGrid = await FakeProvider.StartAsync();
        await using var smtp = new SmtpServer(refusals: 0);
        sendGrid.Hangs = true;
        await using var stack = await StartAsync(sendGrid, smtp, timeout: "00:00:00.500");

        var customer = await stack.CreateCustomerAsync(); // needs its code

        using var login = await customer.LoginAsync();
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        Assert.NotEmpty(smtp.Messages);
    }

    [Fact]
    public async Task An_address_that_cannot_be_reached_is_given_up_at_once()
    {
        await using var sendGrid = await FakeProvider.StartAsync();
        await using var smtp = new SmtpServer(refusals: 0);
        sendGrid.Answer = static _ => new ProviderAnswer(400, """{"errors":[{"message":"Does not contain a valid address.","field":"personalizations.0.to.0.email"}]}""");
        await using var stack = await StartAsync(sendGrid, smtp);

        await stack.RegisterAsync();

        await UntilAsync(async () => await stack.QueryAsync<string>("SELECT status FROM notifications") == "Abandoned");
        Assert.Equal("sendgrid_400", await stack.QueryAsync<string>("SELECT last_error FROM notifications"));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT length(content_protected) FROM notifications"));
        Assert.Empty(smtp.Messages);
    }

    [Fact]
    public async Task More_codes_than_are_good_for_anybody_are_dropped_and_notices_still_come()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false, Settings = new() { ["Notifications:CodesPerHour"] = "3" } });
        var registration = await stack.RegisterAsync();
        await stack.ExecuteAsync(
            """
            INSERT INTO notifications (id, user_id, channel, template, locale, content_protected, recipient_hash, created_at, expires_at, status, attempts, next_attempt_at, sent_at)
            SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, user_id, channel, template, locale, '', recipient_hash, created_at, expires_at, 'Sent', 1, created_at, created_at
            FROM notifications, generate_series(1, 3) AS n
            """);

        await stack.StartWorkerAsync();

        await UntilAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE last_error = 'flood_limit' AND status = 'Abandoned'") == 1);
        stack.Clock.Advance(TimeSpan.FromMinutes(61));
        await stack.RegisterAsync(registration.Email);
        await UntilAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE status = 'Sent'") == 4);
    }

    [Fact]
    public async Task Who_asks_for_codes_to_reset_a_password_keeps_no_code_to_sign_in_from_its_owner()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Notifications:CodesPerHour"] = "2" } });
        var customer = await stack.CreateCustomerAsync();
        for (var i = 0; i < 3; i++)
            (await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = customer.Email })).Dispose();
        await UntilAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE last_error = 'flood_limit' AND status = 'Abandoned'") == 1);

        using var login = await customer.LoginAsync(knownDevice: false);

        Assert.NotNull((await stack.ReadMailAsync(customer.Email, "login_code")).Code);
    }

    [Fact]
    public async Task SendGrids_reports_count_when_SendGrid_signed_them()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var sendGrid = await FakeProvider.StartAsync();
        sendGrid.Answer = static _ => Accepted;
        await using var stack = await StartAsync(sendGrid, more: new() { ["SendGrid:WebhookPublicKey"] = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) });
        var registration = await stack.RegisterAsync();
        var id = (await stack.ReadMailAsync(registration.Email, "registration_code")).Id;
        var body = JsonSerializer.Serialize(new object[]
        {
            new { email = registration.Email, @event = "bounce", timestamp = 1_600_112_492, status = "5.1.1", reason = $"550 {registration.Email} unknown", notification_id = id },
            new { email = registration.Email, @event = "processed", timestamp = 1_600_112_490, notification_id = id },
            new { email = "x@example.com", @event = "bounce", timestamp = 1_600_112_490 },
        });

        Assert.Equal(HttpStatusCode.Forbidden, await ReportAsync(stack, body, key, tamper: true));
        Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(stack, body, key));
        Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(stack, body, key)); // SendGrid repeats what it is not sure of

        Assert.Equal("3/5.1.1", await stack.QueryAsync<string>("SELECT delivery || '/' || delivery_error FROM notifications WHERE id = $1", id));
        Assert.Equal(HttpStatusCode.BadRequest, await ReportAsync(stack, "{}", key));
    }

    [Fact]
    public async Task Where_no_provider_is_configured_there_is_no_webhook()
    {
        foreach (var path in (string[])["/v1/webhooks/twilio", "/v1/webhooks/sendgrid"])
        {
            using var response = await fixture.Stack.Client.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent([]));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Outside_Development_nothing_that_could_be_read_is_left_of_a_sent_code()
    {
        await using var smtp = new SmtpServer(refusals: 0);
        await using var stack = await fixture.StartAsync(new StackOptions
        {
            Environment = "Production", Settings = new() { ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{smtp.Port}" },
        });

        await stack.RegisterAsync();
        await UntilAsync(() => Task.FromResult(smtp.Messages.Count == 1));
        await UntilAsync(async () => await stack.QueryAsync<string>("SELECT status FROM notifications") == "Sent");

        Assert.Equal(0, await stack.QueryAsync<int>("SELECT length(content_protected) FROM notifications"));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM development_messages"));
    }

    private Task<Stack> StartAsync(FakeProvider sendGrid, SmtpServer? smtp = null, Dictionary<string, string?>? more = null, string timeout = "00:00:10")
    {
        var settings = new Dictionary<string, string?>(more ?? [])
        {
            ["SendGrid:BaseUrl"] = sendGrid.Address, ["SendGrid:ApiKey"] = "SG.secret", ["SendGrid:FromAddress"] = "bank@bank.example", ["SendGrid:Timeout"] = timeout,
        };
        if (smtp is not null)
            (settings["Smtp:Host"], settings["Smtp:Port"]) = ("127.0.0.1", $"{smtp.Port}");
        return fixture.StartAsync(new StackOptions { Settings = settings });
    }

    private static async Task<HttpStatusCode> ReportAsync(Stack stack, string body, ECDsa key, bool tamper = false)
    {
        var signature = key.SignData(Encoding.UTF8.GetBytes("1600112502" + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks/sendgrid") { Content = new StringContent(tamper ? body + " " : body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", "1600112502");
        using var response = await stack.Client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }
}
