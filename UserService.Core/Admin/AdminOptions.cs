using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Admin;

/// <summary>What staff do with customers' accounts. Section <c>Admin</c>.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>How long a request waits for a second person. Default 7 days: over a long weekend, and no longer.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "90.00:00:00")]
    public TimeSpan RequestLifetime { get; set; } = TimeSpan.FromDays(7);
}
