using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Partners;

/// <summary>What every partner that is called over HTTP has in its section.</summary>
public abstract class PartnerOptions
{
    /// <summary>Address of the partner's API, with a slash at its end.</summary>
    [Required]
    [Url]
    public string BaseUrl { get; set; } = "";

    /// <summary>The secret key that calls carry as a bearer token. Without it the partner is not used.</summary>
    public Secret? SecretKey { get; set; }

    /// <summary>How long one try may take. Default 4 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a call may take with its repetitions. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a partner that fails is left alone. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Calls at once; as many wait, and more are turned away. Default 16.</summary>
    [Range(1, 1000)]
    public int MaxConcurrentCalls { get; set; } = 16;

    /// <summary>What a call costs by the contract with the partner, in minor units of the currency, by operation (such as <c>bvn</c>). Default 0: not recorded.</summary>
    public Dictionary<string, long> Costs { get; } = [];

    /// <summary>Whether the partner is used.</summary>
    public bool IsConfigured => SecretKey is not null;
}
