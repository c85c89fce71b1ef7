using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Devices;

/// <summary>Remembered devices. Section <c>Devices</c>.</summary>
public sealed class DeviceOptions
{
    public const string Section = "Devices";

    /// <summary>How long a device spares its owner the second factor. Default 90 days; NIST SP 800-63B-4 leaves it to the bank's risk assessment.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan TrustPeriod { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Whether a customer has at most one mobile device (platform <c>ios</c>, <c>ipados</c> or <c>android</c>): signing in on another one ends the one before. Default false; the CBN asks for it from 2026.</summary>
    public bool OneMobileDevice { get; set; }
}
