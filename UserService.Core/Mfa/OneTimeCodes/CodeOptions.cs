using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Mfa.OneTimeCodes;

/// <summary>One-time codes by e-mail and SMS. Section <c>OneTimeCodes</c>.</summary>
public sealed class CodeOptions
{
    public const string Section = "OneTimeCodes";

    /// <summary>How long a code is good. Default 10 minutes, the most that NIST SP 800-63B-4 and OWASP ASVS 6.5.5 allow.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:10:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Wait before a code is sent again. Default 60 seconds (DESIGN section 4).</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan ResendInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries before a challenge is dead. Default 5: a guess succeeds in 5 of 10^6 cases.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Different new addresses and numbers that one customer can have codes sent to within an hour. Default 5: both contacts replaced, with a slip or two.</summary>
    [Range(1, 1000)]
    public int NewContactsPerHour { get; set; } = 5;

    /// <summary>The same within a day. Default 10: a second try of the whole after a night's sleep; pumping messages to paid numbers needs hundreds.</summary>
    [Range(1, 1000)]
    public int NewContactsPerDay { get; set; } = 10;

    /// <summary>
    /// Codes to replace the password of one account that can be asked for from one network address within an hour. Default 5: a quarter of what one address or number gets
    /// (<c>Notifications:CodesPerHour</c>), so that a stranger in one place cannot use up those of a customer he knows.
    /// </summary>
    [Range(1, 1000)]
    public int ResetsPerHour { get; set; } = 5;

    /// <summary>Text messages that one customer can cause within an hour, to new numbers and her own. Default 20: as many as one number gets (<c>Notifications:CodesPerHour</c>).</summary>
    [Range(1, 10_000)]
    public int TextMessagesPerHour { get; set; } = 20;

    /// <summary>The same within a day. Default 100: a trader who approves each payment by text message needs some dozens.</summary>
    [Range(1, 10_000)]
    public int TextMessagesPerDay { get; set; } = 100;
}
