namespace UserService.Core.Notifications.Senders;

/// <summary>SMS through Twilio. Section <c>Twilio</c>; without an account it is not used.</summary>
public sealed class TwilioOptions : ProviderOptions
{
    public const string Section = "Twilio";

    public TwilioOptions() => BaseUrl = "https://api.twilio.com/";

    /// <summary>The account's SID, such as <c>ACxxxxxxxx…</c>.</summary>
    public string? AccountSid { get; set; }

    /// <summary>Secret: signs in, and verifies Twilio's callbacks.</summary>
    public string? AuthToken { get; set; }

    /// <summary>A number in E.164 or an alphanumeric sender; not needed with a messaging service.</summary>
    public string? From { get; set; }

    /// <summary>Chooses the sender by itself; such as <c>MGxxxxxxxx…</c>.</summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>
    /// The address that Twilio reports delivery to, as Twilio sees it: it is part of the signature. Default: <c>Tokens:Issuer</c> with
    /// <c>/v1/webhooks/twilio</c>; empty for none.
    /// </summary>
    public string? CallbackUrl { get; set; }

    /// <summary>Whether it is used.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(AccountSid) && !string.IsNullOrEmpty(AuthToken);

    internal string? CallbackFor(string issuer) => CallbackUrl ?? $"{issuer.TrimEnd('/')}/v1/webhooks/twilio";
}
