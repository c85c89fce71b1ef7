using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Audit;

/// <summary>Sealing of the audit trail. Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>How often new entries are sealed. Default one second: what was done is beyond changing that soon.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan SealEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many entries a seal holds at most. Default 2000; a full one is followed by the next at once.</summary>
    [Range(1, 50_000)]
    public int BatchSize { get; set; } = 2000;
}
