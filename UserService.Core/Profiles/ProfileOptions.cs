using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Profiles;

/// <summary>What a profile must hold. Section <c>Profiles</c>.</summary>
public sealed class ProfileOptions
{
    public const string Section = "Profiles";

    /// <summary>The least age of a customer in years. Default 18, the age of majority in most of the bank's countries (Nigeria: Child Rights Act 2003, section 277).</summary>
    [Range(0, 21)]
    public int MinimumAge { get; set; } = 18;

    /// <summary>
    /// What of the profile each KYC tier needs, by the tier's number; a tier needs what those below it need too. The defaults follow the CBN's tiered KYC circular
    /// (FPR/DIR/GEN/CIR/07/003, 2013): name, date of birth, gender, address and telephone for tier 1, what identification forms ask beyond that for tiers 2 and 3.
    /// </summary>
    public IDictionary<string, IList<string>> TierFields { get; } = new Dictionary<string, IList<string>>
    {
        ["1"] = ["emailOrPhoneVerified", "dateOfBirth", "gender"],
        ["2"] = ["phoneVerified", "nationality", "homeAddress"],
        ["3"] = ["occupation", "nextOfKin", "taxId"],
    };
}
