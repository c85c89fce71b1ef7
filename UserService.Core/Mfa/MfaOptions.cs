using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Mfa;

/// <summary>Second factors: who must have one, and how many. Section <c>Mfa</c>.</summary>
public sealed class MfaOptions
{
    public const string Section = "Mfa";

    /// <summary>The bank's name as authenticator apps show it. Default: the host of <c>Tokens:Issuer</c>.</summary>
    [StringLength(60, MinimumLength = 1)]
    public string? Issuer { get; set; }

    /// <summary>
    /// Staff roles whose accounts must have a factor: they cannot remove their last one, and a remembered device does not spare it.
    /// Default: all of them (<c>support</c>, <c>compliance</c>, <c>admin</c>).
    /// </summary>
    public string[]? RequiredForRoles { get; set; }

    /// <summary>Customers of this KYC tier and above must have a factor, with the same consequences. 1 to 3; default none.</summary>
    [Range(1, 3)]
    public int? RequiredFromTier { get; set; }

    /// <summary>Factors of one account, unconfirmed ones included. Default 20: a passkey for each device of a large household.</summary>
    [Range(1, 100)]
    public int MaxFactors { get; set; } = 20;

    /// <summary>How long an authenticator app may take from its secret to its first code. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan EnrolmentLifetime { get; set; } = TimeSpan.FromMinutes(15);
}
