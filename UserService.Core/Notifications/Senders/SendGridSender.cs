using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace UserService.Core.Notifications.Senders;

/// <summary>Sends e-mail through SendGrid's v3 API. https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send</summary>
internal sealed class SendGridSender(IHttpClientFactory http, IOptions<SendGridOptions> options) : IMessageSender
{
    public const string ProviderName = "sendgrid";

    /// <summary>Comes back with each event of the webhook.</summary>
    public const string NotificationId = "notification_id";

    public string Name => ProviderName;

    public string Channel => "email";

    public async Task<string?> SendAsync(RenderedMessage message, CancellationToken ct)
    {
        var sendGrid = options.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "v3/mail/send");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", sendGrid.ApiKey);
        request.Content = JsonContent.Create(ToMail(message, sendGrid), SendGridJson.Default.SendGridMail);
        using var client = http.CreateClient(ProviderName);
        using var response = await client.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.Accepted || (sendGrid.SandboxMode && response.StatusCode == HttpStatusCode.OK))
            return response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null;

        // 400 is about this message (an address it cannot use), 413 about its size: nobody else would take it either.
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
            throw new UndeliverableException($"sendgrid_{(int)response.StatusCode}");
        throw new ProviderException($"sendgrid_{(int)response.StatusCode}");
    }

    private static SendGridMail ToMail(RenderedMessage message, SendGridOptions options)
    {
        var content = new List<SendGridContent> { new("text/plain", message.Text) }; // plain text has to come first
        if (message.Html is not null)
            content.Add(new SendGridContent("text/html", message.Html));
        return new SendGridMail(
            [new SendGridRecipients([new SendGridAddress(message.To)], new Dictionary<string, string> { [NotificationId] = message.Id.ToString() })],
            new SendGridAddress(options.FromAddress, options.FromName),
            message.Subject,
            content,
            [message.Template])
        {
            MailSettings = options.SandboxMode ? new SendGridMailSettings(new SendGridSwitch(true)) : null,
        };
    }
}

internal sealed record SendGridMail(
    IReadOnlyList<SendGridRecipients> Personalizations, SendGridAddress From, string Subject, IReadOnlyList<SendGridContent> Content, IReadOnlyList<string> Categories)
{
    public SendGridMailSettings? MailSettings { get; init; }
}

internal sealed record SendGridRecipients(IReadOnlyList<SendGridAddress> To, IReadOnlyDictionary<string, string> CustomArgs);

internal sealed record SendGridAddress(string Email, string? Name = null);

internal sealed record SendGridContent(string Type, string Value);

internal sealed record SendGridMailSettings(SendGridSwitch SandboxMode);

internal sealed record SendGridSwitch(bool Enable);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendGridMail))]
internal sealed partial class SendGridJson : JsonSerializerContext;
