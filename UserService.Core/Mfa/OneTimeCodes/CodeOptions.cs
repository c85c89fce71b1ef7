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
}
