using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Entitlements;

/// <summary>Caps that hold for every tier. Section <c>Entitlements</c>.</summary>
public sealed class EntitlementOptions
{
    public const string Section = "Entitlements";

    /// <summary>How long a device is new. Default 24 hours (CBN 2026).</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan NewDeviceAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The most that leaves from a new device in that time, in minor units. Default 2,000,000 kobo: 20,000 naira (CBN 2026).</summary>
    [Range(0, long.MaxValue)]
    public long NewDeviceCap { get; set; } = 2_000_000;

    /// <summary>The largest instant payment of a person, in minor units. Default 2,500,000,000 kobo: 25 million naira (CBN).</summary>
    [Range(0, long.MaxValue)]
    public long InstantPaymentCeiling { get; set; } = 2_500_000_000;
}
