using System.Globalization;
using System.Text.Json;
using UserService.Core.Accounts;
using UserService.Core.Protection;

namespace UserService.Core.Profiles;

/// <summary>The values of a profile by the names of its members, to tell what a change changed.</summary>
internal static class ProfileSnapshot
{
    public static Dictionary<string, string?> Of(User user, PersonalDetails details) => new(StringComparer.Ordinal)
    {
        ["firstName"] = user.FirstName,
        ["middleName"] = user.MiddleName,
        ["lastName"] = user.LastName,
        ["displayName"] = user.DisplayName,
        ["locale"] = user.Locale,
        ["dateOfBirth"] = details.DateOfBirth?.ToString("O", CultureInfo.InvariantCulture),
        ["gender"] = details.Gender,
        ["nationality"] = details.Nationality,
        ["occupation"] = details.Occupation,
        ["addresses"] = details.Addresses.Count == 0 ? null : JsonSerializer.Serialize(details.Addresses, DetailsJson.Default.IReadOnlyListPostalAddress),
        ["nextOfKin"] = details.NextOfKin is null ? null : JsonSerializer.Serialize(details.NextOfKin, DetailsJson.Default.NextOfKin),
        ["taxId"] = details.TaxId,
    };

    public static List<string> Changed(Dictionary<string, string?> before, Dictionary<string, string?> after) => [.. before.Keys.Where(name => before[name] != after[name])];

    /// <summary>
    /// For the audit trail: each field with what it was and what it became, as keyed digests. 32 bits tell changes apart; a value cannot be guessed from them without
    /// the user's key, and not at all once that is destroyed.
    /// </summary>
    public static string Describe(UserKey key, IEnumerable<string> fields, Dictionary<string, string?> before, Dictionary<string, string?> after) =>
        string.Join(' ', fields.Select(name => $"{name}:{Digest(key, name, before[name])}>{Digest(key, name, after[name])}"));

    private static string Digest(UserKey key, string name, string? value) => value is null ? "-" : Convert.ToHexStringLower(key.Digest(value, "profile." + name).AsSpan(0, 4));
}
