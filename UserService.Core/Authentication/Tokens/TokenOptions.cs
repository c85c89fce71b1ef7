using System.ComponentModel.DataAnnotations;
using UserService.Core.Configuration;

namespace UserService.Core.Authentication.Tokens;

/// <summary>Tokens and their lifetimes. Section <c>Tokens</c>.</summary>
public sealed class TokenOptions
{
    public const string Section = "Tokens";

    /// <summary>The <c>iss</c> claim: the public base address of the API, such as <c>https://id.bank.example</c>.</summary>
    [Required]
    [Example("https://id.bank.example")]
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> of customers' access tokens. Default <c>banking-platform</c>.</summary>
    [Required]
    public string Audience { get; set; } = "banking-platform";

    /// <summary>The <c>aud</c> of service tokens for this service. Default <c>user-service</c> (DESIGN section 3).</summary>
    [Required]
    public string ServiceAudience { get; set; } = "user-service";

    /// <summary>Access tokens live this long. Default 5 minutes (DESIGN section 4).</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A session without a refresh ends after this. Default 30 minutes; NIST SP 800-63B-4 allows an hour at AAL2.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after this whatever happens. Default 24 hours, the most NIST SP 800-63B-4 allows at AAL2.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A client that missed the answer to a refresh may repeat it this long and gets the same successor. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Clocks may differ by this. Default 30 seconds; issue 3's tests hold 8 s as fine and 61 s as not.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Service tokens live this long. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan ServiceTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Tokens that a service got for a customer by token exchange live this long at most. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:15:00")]
    public TimeSpan DelegatedTokenLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many validated tokens a host remembers, so that a signature is checked once. Default 20,000, about 20 MiB.</summary>
    [Range(0, 1_000_000)]
    public int RememberedTokens { get; set; } = 20_000;

    /// <summary>No token that we sign outlives this.</summary>
    internal TimeSpan LongestLifetime => new[] { AccessTokenLifetime, ServiceTokenLifetime, DelegatedTokenLifetime }.Max();
}
