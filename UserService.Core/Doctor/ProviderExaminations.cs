using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using UserService.Core.Notifications.Senders;

namespace UserService.Core.Doctor;

/// <summary>The mail server: whether it lets this service in. Nothing is sent.</summary>
internal sealed class SmtpExamination(IOptions<SmtpOptions> options) : IExamination
{
    public string Part => "SMTP";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        if (string.IsNullOrEmpty(options.Value.Host))
            return new Diagnosis(Part, DiagnosisState.Unused, "Smtp:Host is not set.");
        using var client = new SmtpClient();
        await SmtpSender.ConnectAsync(client, options.Value, ct);
        await client.NoOpAsync(ct);
        await client.DisconnectAsync(quit: true, ct);
        return new Diagnosis(Part, DiagnosisState.Works, $"{options.Value.Host}:{options.Value.Port} lets us in{(client.IsSecure ? "" : ", without TLS")}.");
    }
}

/// <summary>SendGrid: whether the key may send. https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions</summary>
internal sealed class SendGridExamination(IHttpClientFactory http, IOptions<SendGridOptions> options) : IExamination
{
    public string Part => "SendGrid";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        if (!options.Value.IsConfigured)
            return new Diagnosis(Part, DiagnosisState.Unused, "SendGrid:ApiKey is not set.");
        using var client = http.CreateClient(SendGridSender.ProviderName);
        using var request = new HttpRequestMessage(HttpMethod.Get, "v3/scopes") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.Value.ApiKey) } };
        using var response = await client.SendAsync(request, ct);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return new Diagnosis(Part, DiagnosisState.Broken, $"The key is refused ({(int)response.StatusCode}).", "Set SendGrid:ApiKey to a key with the permission mail.send.");
        if (!response.IsSuccessStatusCode)
            return new Diagnosis(Part, DiagnosisState.Broken, $"Answers {(int)response.StatusCode}.", "Look at https://status.sendgrid.com.");
        return (await response.Content.ReadAsStringAsync(ct)).Contains("\"mail.send\"", StringComparison.Ordinal)
            ? new Diagnosis(Part, DiagnosisState.Works, "The key may send.")
            : new Diagnosis(Part, DiagnosisState.Broken, "The key may not send.", "Give the key the permission mail.send.");
    }
}

/// <summary>Twilio: whether the account is open. https://www.twilio.com/docs/iam/api/account</summary>
internal sealed class TwilioExamination(IHttpClientFactory http, IOptions<TwilioOptions> options) : IExamination
{
    public string Part => "Twilio";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        var twilio = options.Value;
        if (!twilio.IsConfigured)
            return new Diagnosis(Part, DiagnosisState.Unused, "Twilio:AccountSid and Twilio:AuthToken are not set.");
        using var client = http.CreateClient(TwilioSender.ProviderName);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"2010-04-01/Accounts/{Uri.EscapeDataString(twilio.AccountSid!)}.json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{twilio.AccountSid}:{twilio.AuthToken}")));
        using var response = await client.SendAsync(request, ct);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound)
            return new Diagnosis(Part, DiagnosisState.Broken, $"The account or its token is refused ({(int)response.StatusCode}).", "Set Twilio:AccountSid and Twilio:AuthToken as the console shows them.");
        if (!response.IsSuccessStatusCode)
            return new Diagnosis(Part, DiagnosisState.Broken, $"Answers {(int)response.StatusCode}.", "Look at https://status.twilio.com.");
        if (string.IsNullOrEmpty(twilio.From) && string.IsNullOrEmpty(twilio.MessagingServiceSid))
            return new Diagnosis(Part, DiagnosisState.Broken, "The account is open, but nobody is the sender.", "Set Twilio:From or Twilio:MessagingServiceSid.");
        return (await response.Content.ReadAsStringAsync(ct)).Contains("\"active\"", StringComparison.Ordinal)
            ? new Diagnosis(Part, DiagnosisState.Works, "The account is open.")
            : new Diagnosis(Part, DiagnosisState.Broken, "The account is not active.", "Look at the account in Twilio's console.");
    }
}
