using System.Globalization;
using Microsoft.Extensions.Options;

namespace UserService.Core.Profiles;

/// <summary>Says what a profile lacks: for each KYC tier, and of what no tier needs. Identity checks are another matter: see <c>/v1/kyc</c>.</summary>
internal sealed class ProfileCompleteness(IOptions<ProfileOptions> options)
{
    private const string EitherContact = "emailOrPhoneVerified"; // a condition of a tier, nothing to fill in

    private static readonly Dictionary<string, Func<ProfileView, bool>> Fields = new(StringComparer.Ordinal)
    {
        [EitherContact] = p => p.EmailVerified || p.PhoneVerified,
        ["emailVerified"] = p => p.EmailVerified,
        ["phoneVerified"] = p => p.PhoneVerified,
        ["middleName"] = p => p.MiddleName is not null,
        ["dateOfBirth"] = p => p.Details.DateOfBirth is not null,
        ["gender"] = p => p.Details.Gender is not null,
        ["nationality"] = p => p.Details.Nationality is not null,
        ["homeAddress"] = p => p.Details.Addresses.Any(a => a.Kind == "home"),
        ["occupation"] = p => p.Details.Occupation is not null,
        ["nextOfKin"] = p => p.Details.NextOfKin is not null,
        ["taxId"] = p => p.Details.TaxId is not null,
        ["avatar"] = p => p.AvatarId is not null,
    };

    private readonly List<(int Tier, IReadOnlyList<string> Fields)> tiers =
        [.. options.Value.TierFields.Select(t => (int.Parse(t.Key, CultureInfo.InvariantCulture), Known(t.Value))).OrderBy(t => t.Item1)];

    public ProfileGaps Of(ProfileView profile)
    {
        var missing = new List<string>();
        var found = new List<TierGaps>();
        foreach (var (tier, fields) in tiers)
        {
            missing.AddRange(fields.Where(f => !Fields[f](profile)));
            found.Add(new TierGaps(tier, [.. missing]));
        }

        List<string> optional = [.. Fields.Where(f => f.Key != EitherContact && !tiers.Exists(t => t.Fields.Contains(f.Key)) && !f.Value(profile)).Select(f => f.Key)];
        return new ProfileGaps(profile.KycTier, found.Find(t => t.Tier > profile.KycTier), found, optional);
    }

    private static IReadOnlyList<string> Known(IList<string> fields) => fields.FirstOrDefault(f => !Fields.ContainsKey(f)) is { } unknown
        ? throw new InvalidOperationException($"{ProfileOptions.Section}:TierFields names {unknown}, which is none of {string.Join(", ", Fields.Keys)}.")
        : [.. fields];
}

/// <summary>What a profile lacks.</summary>
/// <param name="Next">For the tier above the customer's own; null at the highest.</param>
/// <param name="Optional">What is not there and no tier needs, by the names of <see cref="TierGaps"/>.</param>
public sealed record ProfileGaps(int KycTier, TierGaps? Next, IReadOnlyList<TierGaps> Tiers, IReadOnlyList<string> Optional);

/// <summary>What a profile lacks for one tier.</summary>
/// <param name="Missing">camelCase names of members, or <c>emailVerified</c>, <c>phoneVerified</c>, <c>emailOrPhoneVerified</c>, <c>homeAddress</c>.</param>
public sealed record TierGaps(int Tier, IReadOnlyList<string> Missing);
