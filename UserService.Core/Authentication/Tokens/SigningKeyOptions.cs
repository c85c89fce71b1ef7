using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Authentication.Tokens;

/// <summary>When signing keys are replaced. Section <c>SigningKeys</c>.</summary>
public sealed class SigningKeyOptions
{
    public const string Section = "SigningKeys";

    /// <summary>A key signs for this long. Default 30 days; at least two hours, at most a year.</summary>
    [Range(typeof(TimeSpan), "02:00:00", "365.00:00:00")]
    public TimeSpan RotateEvery { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The next key is published this long before it signs. Default 24 hours, at least one: others keep copies of the key set.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan PublishAhead { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often the Worker looks whether a new key is due. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromMinutes(10);
}
