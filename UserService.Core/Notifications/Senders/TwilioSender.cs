using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Tokens;

namespace UserService.Core.Notifications.Senders;

/// <summary>Sends SMS through Twilio's REST API. https://www.twilio.com/docs/messaging/api/message-resource</summary>
internal sealed class TwilioSender(IHttpClientFactory http, IOptions<TwilioOptions> options, IOptions<TokenOptions> tokens) : IMessageSender
{
    public const string ProviderName = "twilio";
    private const int LongestBody = 1_600;

    // https://www.twilio.com/docs/api/errors: no such number, no mobile number, not reachable by this sender, has asked to be left alone.
    private static readonly HashSet<int> Undeliverable = [21211, 21214, 21217, 21408, 21610, 21612, 21614];

    public string Name => ProviderName;

    public string Channel => "sms";

    public async Task<string?> SendAsync(RenderedMessage message, CancellationToken ct)
    {
        var twilio = options.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"2010-04-01/Accounts/{Uri.EscapeDataString(twilio.AccountSid!)}/Messages.json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{twilio.AccountSid}:{twilio.AuthToken}")));
        request.Content = new FormUrlEncodedContent(Form(message, twilio));
        using var client = http.CreateClient(ProviderName);
        using var response = await client.SendAsync(request, ct);
        var (sid, code) = Read(await response.Content.ReadAsByteArrayAsync(ct));
        if (response.StatusCode == HttpStatusCode.Created && sid is not null)
            return sid;
        if (response.StatusCode == HttpStatusCode.BadRequest && code is { } known && Undeliverable.Contains(known))
            throw new UndeliverableException($"twilio_{known}");
        throw new ProviderException($"twilio_{code ?? (int)response.StatusCode}");
    }

    private Dictionary<string, string> Form(RenderedMessage message, TwilioOptions twilio)
    {
        var form = new Dictionary<string, string> { ["To"] = message.To, ["Body"] = message.Text.Length > LongestBody ? message.Text[..LongestBody] : message.Text };
        if (twilio.MessagingServiceSid is { Length: > 0 } service)
            form["MessagingServiceSid"] = service;
        else
            form["From"] = twilio.From ?? "";
        if (twilio.CallbackFor(tokens.Value.Issuer) is { Length: > 0 } callback)
            form["StatusCallback"] = $"{callback}?notification={message.Id}";
        return form;
    }

    private static (string? Sid, int? Code) Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is not JsonValueKind.Object ? (null, null) : (
                json.RootElement.TryGetProperty("sid", out var sid) && sid.ValueKind is JsonValueKind.String ? sid.GetString() : null,
                json.RootElement.TryGetProperty("code", out var code) && code.TryGetInt32(out var number) ? number : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }
}
