using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Privacy;

/// <summary>Export, erasure and retention. Section <c>Privacy</c>.</summary>
public sealed class PrivacyOptions
{
    public const string Section = "Privacy";

    /// <summary>How long a finished export can be fetched. Default 72 hours, as other links in mails.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan ExportLifetime { get; set; } = TimeSpan.FromHours(72);

    /// <summary>Time for second thoughts before an erasure. Default 14 days, within the month that the NDPA's implementation directive and GDPR article 12(3) leave.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan ErasureGrace { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How often the Worker looks for exports and erasures that are due. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the Worker removes what has outlived its use. Default an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long each category is kept after its end, by the names in <c>personal-data.json</c>; those that are not named here keep the file's default.</summary>
    public IDictionary<string, TimeSpan> Retention { get; } = new Dictionary<string, TimeSpan>();
}
