using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Notifications.Senders;

/// <summary>E-mail through SendGrid. Section <c>SendGrid</c>; without a key it is not used.</summary>
public sealed class SendGridOptions : ProviderOptions
{
    public const string Section = "SendGrid";

    public SendGridOptions() => BaseUrl = "https://api.sendgrid.com/";

    /// <summary>Secret, such as <c>SG.…</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A verified sender.</summary>
    [EmailAddress]
    public string FromAddress { get; set; } = "no-reply@localhost.example";

    /// <summary>The name that customers see as the sender of a mail. Default Example Bank.</summary>
    public string FromName { get; set; } = "Example Bank";

    /// <summary>The verification key of the signed event webhook: base64 DER, as SendGrid's settings show it. Without it reports are refused.</summary>
    public string? WebhookPublicKey { get; set; }

    /// <summary>Has SendGrid check messages without sending them.</summary>
    public bool SandboxMode { get; set; }

    /// <summary>Whether it is used.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(ApiKey);
}
