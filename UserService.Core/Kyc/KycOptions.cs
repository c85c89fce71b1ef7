using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Kyc;

/// <summary>How customers are verified. Section <c>Kyc</c>.</summary>
public sealed class KycOptions
{
    public const string Section = "Kyc";

    /// <summary>The order of <see cref="Verifiers"/> where none is configured: the platform's own service first, the sandbox last.</summary>
    internal static readonly string[] UsualOrder = ["platform", "flutterwave", "paystack", "sandbox"];

    /// <summary>Who is asked, in this order; those that are not configured are passed over. Default: platform, flutterwave, paystack, sandbox.</summary>
    public IReadOnlyList<string> Verifiers { get; set; } = [];

    /// <summary>Names that agree at least this well pass by themselves. Default 0.92: one typing error in two names passes, a short form does not.</summary>
    [Range(typeof(decimal), "0.5", "1", ParseLimitsInInvariantCulture = true)]
    public decimal PassScore { get; set; } = 0.92m;

    /// <summary>From here to <see cref="PassScore"/> people look; below, the check fails. Default 0.65.</summary>
    [Range(typeof(decimal), "0", "1", ParseLimitsInInvariantCulture = true)]
    public decimal ReviewScore { get; set; } = 0.65m;

    /// <summary>How often a customer may try one kind of check within 24 hours. Default 5: each may cost money.</summary>
    [Range(1, 100)]
    public int TriesPerDay { get; set; } = 5;

    /// <summary>Years of age from which a person may be a customer. Default 18.</summary>
    [Range(0, 30)]
    public int MinimumAge { get; set; } = 18;

    /// <summary>How long a verifier's late answer is waited for. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A customer proves again after this time what may have changed. Default 730 days; set it by the bank's risk policy.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan RenewAfter { get; set; } = TimeSpan.FromDays(730);

    /// <summary>How long before that day the customer is told. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan RenewalNotice { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long after that day money is held back. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan RenewalGrace { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A case that nobody hands in, or that gets no answers, ends after this time. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan CaseLifetime { get; set; } = TimeSpan.FromDays(90);
}
