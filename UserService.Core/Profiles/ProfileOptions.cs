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
    /// What of the profile each KYC tier needs, by the tier's number; a tier needs what those below it need too, and a case for it is not taken without.
    /// Default: nothing. What a tier has to prove (the CBN's tiered KYC) is proven by checks, which bring names, date of birth and address themselves.
    /// </summary>
    public IDictionary<string, IList<string>> TierFields { get; } = new Dictionary<string, IList<string>> { ["1"] = [], ["2"] = [], ["3"] = [] };
}
