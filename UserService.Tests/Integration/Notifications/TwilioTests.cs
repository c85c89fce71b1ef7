using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Notifications;

/// <summary>What Twilio is asked, byte for byte where it looks at it, and which of its reports count.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class TwilioTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Sid = "AC0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Twilio_is_asked_as_it_wants_to_be()
    {
        await using var twilio = await FakeProvider.StartAsync();
        twilio.Answer = static _ => new ProviderAnswer(201, """{"sid":"SM42","status":"queued"}""");
        await using var stack = await StartTwilioAsync(twilio);
        var id = await EnqueueSmsAsync(stack);

        await UntilAsync(async () => await stack.QueryAsync<string>("SELECT status FROM notifications WHERE channel = 'sms'") == "Sent");

        var request = Assert.Single(twilio.Requests);
        Assert.Equal(("POST", $"/2010-04-01/Accounts/{Sid}/Messages.json"), (request.Method, request.Path));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Sid}:token"))}", request.Headers["Authorization"]);
        Assert.StartsWith("application/x-www-form-urlencoded", request.Headers["Content-Type"], StringComparison.Ordinal);
        var form = request.Body.Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]));
        Assert.Equal(["Body", "From", "StatusCallback", "To"], form.Keys.Order());
        Assert.Equal(("+2348012345678", "+15005550006", $"https://id.bank.example/v1/webhooks/twilio?notification={id}"), (form["To"], form["From"], form["StatusCallback"]));
        Assert.Contains("314159", form["Body"], StringComparison.Ordinal);
        Assert.Equal("twilio/SM42", await stack.QueryAsync<string>("SELECT provider || '/' || provider_message_id FROM notifications WHERE channel = 'sms'"));
    }

    [Fact]
    public async Task Twilios_reports_count_when_Twilio_signed_them()
    {
        await using var twilio = await FakeProvider.StartAsync();
        twilio.Answer = static _ => new ProviderAnswer(201, """{"sid":"SM42"}""");
        await using var stack = await StartTwilioAsync(twilio);
        var id = await EnqueueSmsAsync(stack);
        var delivered = new Dictionary<string, string> { ["MessageSid"] = "SM42", ["MessageStatus"] = "delivered" };

        Assert.Equal(HttpStatusCode.Forbidden, await ReportAsync(stack, id, delivered, "another token"));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE delivery IS NOT NULL"));
        Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(stack, id, delivered, "token"));
        Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(stack, id, new() { ["MessageSid"] = "SM42", ["MessageStatus"] = "sent" }, "token")); // late
        Assert.Equal(2, await stack.QueryAsync<int>("SELECT delivery FROM notifications WHERE id = $1", id));
        Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(stack, id, new() { ["MessageSid"] = "SM42", ["MessageStatus"] = "undelivered", ["ErrorCode"] = "30003" }, "token"));
        Assert.Equal("3/30003", await stack.QueryAsync<string>("SELECT delivery || '/' || delivery_error FROM notifications WHERE id = $1", id));
    }

    private Task<Stack> StartTwilioAsync(FakeProvider twilio) => fixture.StartAsync(new StackOptions
    {
        Settings = new() { ["Twilio:BaseUrl"] = twilio.Address, ["Twilio:AccountSid"] = Sid, ["Twilio:AuthToken"] = "token", ["Twilio:From"] = "+15005550006" },
    });

    private static Task<Guid> EnqueueSmsAsync(Stack stack) => stack.UseAsync<IServiceProvider, Guid>(async scope =>
    {
        var db = scope.GetRequiredService<UserDbContext>();
        await scope.GetRequiredService<NotificationQueue>().EnqueueAsync(
            new NewNotification(null, "sms", "+2348012345678", TemplateNames.LoginCode, "en-NG", NotificationValues.Code("Ada", "314159", TimeSpan.FromMinutes(10)), TimeSpan.FromMinutes(10)),
            CancellationToken.None);
        await db.SaveChangesAsync();
        return await stack.QueryAsync<Guid>("SELECT id FROM notifications WHERE channel = 'sms'");
    });

    private static async Task<HttpStatusCode> ReportAsync(Stack stack, Guid id, Dictionary<string, string> form, string token)
    {
        var path = $"/v1/webhooks/twilio?notification={id}";
        var signed = $"https://id.bank.example{path}{string.Concat(form.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + p.Value))}";
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(token));
        mac.AppendData(Encoding.UTF8.GetBytes(signed));
        request.Headers.Add("X-Twilio-Signature", Convert.ToBase64String(mac.GetHashAndReset()));
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
