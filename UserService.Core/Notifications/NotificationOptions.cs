using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Notifications;

/// <summary>How messages leave. Section <c>Notifications</c>.</summary>
public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>
    /// Providers of e-mail in the order in which they are tried, separated by spaces: <c>platform</c>, <c>sendgrid</c>, <c>smtp</c>. Those that
    /// are not configured are passed over; without any, messages are only logged.
    /// </summary>
    [RegularExpression("^(platform|sendgrid|smtp)?( (platform|sendgrid|smtp))*$")]
    public string EmailProviders { get; set; } = "sendgrid smtp platform";

    /// <summary>Providers of SMS in the order in which they are tried: <c>platform</c>, <c>twilio</c>.</summary>
    [RegularExpression("^(platform|twilio)?( (platform|twilio))*$")]
    public string SmsProviders { get; set; } = "twilio platform";

    /// <summary>A provider that has just failed is tried after the others for this long. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RestAfterFailure { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>One-time codes of one kind that one address or number gets within an hour; more are dropped. Default 20: resending is bounded to one a minute per code.</summary>
    [Range(1, 10_000)]
    public int CodesPerHour { get; set; } = 20;

    /// <summary>Other messages that one address or number gets within an hour. Default 60; notices of security count separately from codes, so that nobody can drown them in codes.</summary>
    [Range(1, 10_000)]
    public int NoticesPerHour { get; set; } = 60;
}
