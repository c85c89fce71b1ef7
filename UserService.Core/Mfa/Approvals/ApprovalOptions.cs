using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Mfa.Approvals;

/// <summary>Approvals of single operations. Section <c>Approvals</c>.</summary>
public sealed class ApprovalOptions
{
    public const string Section = "Approvals";

    /// <summary>From asking to approving. Default 5 minutes: PSD2's regulatory technical standards (art. 4) allow no longer authentication codes.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:10:00")]
    public TimeSpan TimeToApprove { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>From approving to redeeming. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:10:00")]
    public TimeSpan TimeToRedeem { get; set; } = TimeSpan.FromMinutes(5);
}
