using System.Globalization;
using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Preferences;
using UserService.Core.Kyc;
using UserService.Core.Profiles;

namespace UserService.Api.Contracts;

/// <summary>A customer's own profile.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Locale">BCP 47 tag of messages to the customer.</param>
/// <param name="Status"><c>active</c> or <c>frozen</c>.</param>
/// <param name="KycTier">0 to 3.</param>
/// <param name="NamesLocked">The names and the date of birth came from a verified identity; a change is refused with <c>names_locked</c>.</param>
/// <param name="DateOfBirth">ISO 8601.</param>
/// <param name="Gender"><c>female</c>, <c>male</c>, <c>other</c> or <c>undisclosed</c>.</param>
/// <param name="Nationality">ISO 3166-1 alpha-2.</param>
/// <param name="HasAvatar">Whether <c>GET /v1/profile/avatar</c> has something to show.</param>
internal sealed record ProfileResponse(
    Guid Id,
    string? Email,
    bool EmailVerified,
    string? PhoneNumber,
    bool PhoneVerified,
    string FirstName,
    string LastName,
    string? DisplayName,
    string Country,
    string Locale,
    string Status,
    int KycTier,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? MiddleName,
    bool NamesLocked,
    DateOnly? DateOfBirth,
    string? Gender,
    string? Nationality,
    string? Occupation,
    IReadOnlyList<PostalAddress> Addresses,
    NextOfKin? NextOfKin,
    string? TaxId,
    bool HasAvatar);

/// <summary>What the profile lacks for the next tier of KYC, for each tier, and of what no tier needs.</summary>
/// <param name="NextTier">Null at the highest tier.</param>
/// <param name="Complete">Whether the profile lacks nothing for the next tier.</param>
/// <param name="Missing">camelCase names; <c>homeAddress</c> is an address of kind <c>home</c>. A case for the next tier is not taken without.</param>
/// <param name="Optional">What is not there and no tier needs.</param>
/// <param name="Checks">What the next tier wants proven and is not yet, as in <c>/v1/kyc</c>, where it is told with the reasons.</param>
internal sealed record CompletenessResponse(
    int KycTier, int? NextTier, bool Complete, IReadOnlyList<string> Missing, IReadOnlyList<TierGaps> Tiers, IReadOnlyList<string> Optional, IReadOnlyList<RequirementResponse> Checks);

internal static class ProfileContracts
{
    private static readonly string[] Genders = ["female", "male", "other", "undisclosed"];

    public static ProfileResponse ToResponse(this ProfileView p) => new(
        p.Id, p.Email, p.EmailVerified, p.PhoneNumber, p.PhoneVerified, p.FirstName, p.LastName, p.DisplayName, p.Country, p.Locale, p.Status, p.KycTier, p.CreatedAt, p.UpdatedAt,
        p.MiddleName, p.NamesLocked, p.Details.DateOfBirth, p.Details.Gender, p.Details.Nationality, p.Details.Occupation, p.Details.Addresses, p.Details.NextOfKin, p.Details.TaxId,
        p.AvatarId is not null);

    public static CompletenessResponse ToResponse(this ProfileGaps gaps, KycNextTier? next) => new(
        gaps.KycTier, gaps.Next?.Tier, gaps.Next is not { Missing.Count: > 0 }, gaps.Next?.Missing ?? [], gaps.Tiers, gaps.Optional,
        [.. next?.Requirements.Where(r => r.State != "passed").Select(r => r.ToResponse()) ?? []]);

    public static (ProfileChange Change, DetailsChange Details)? ToChange(this ProfilePatch patch, FieldErrors errors)
    {
        var change = new ProfileChange
        {
            FirstName = patch.Has("firstName") ? errors.Parse<PersonName>("firstName", patch.FirstName, PersonName.TryCreate, PersonName.Fault) : null,
            LastName = patch.Has("lastName") ? errors.Parse<PersonName>("lastName", patch.LastName, PersonName.TryCreate, PersonName.Fault) : null,
            MiddleName = Removable(patch, "middleName", patch.MiddleName, raw => errors.Parse<PersonName>("middleName", raw, PersonName.TryCreate, PersonName.Fault)),
            DisplayName = Removable(patch, "displayName", patch.DisplayName, raw => errors.Parse<PersonName>("displayName", raw, PersonName.TryCreate, PersonName.Fault)),
            Locale = patch.Has("locale") ? errors.Parse<string>("locale", patch.Locale, PreferenceRules.TryLocale, "Not a language tag such as en-NG.") : null,
        };
        var details = new DetailsChange
        {
            DateOfBirth = Removable<DateOnly?>(patch, "dateOfBirth", patch.DateOfBirth, raw => Date("dateOfBirth", raw, errors)),
            Gender = Removable(patch, "gender", patch.Gender, raw => errors.OneOf("gender", raw, Genders)),
            Nationality = Removable(patch, "nationality", patch.Nationality, raw => errors.Parse<CountryCode>("nationality", raw, CountryCode.TryCreate, "Not an ISO 3166-1 country code.")?.Value),
            Occupation = Removable(patch, "occupation", patch.Occupation, raw => errors.Parse<string>("occupation", raw, TryLine, PlainLine.Fault(PostalAddress.LongestLine))),
            Addresses = patch.Has("addresses") ? Optional<IReadOnlyList<PostalAddress>?>.Of(Addresses(patch.Addresses ?? [], errors)) : default,
            NextOfKin = patch.Has("nextOfKin") ? Optional<NextOfKinChange?>.Of(patch.NextOfKin?.ToChange(errors)) : default,
            TaxId = Removable(patch, "taxId", patch.TaxId, raw => errors.Text("taxId", raw, 30)),
        };
        return errors.None ? (change, details) : null;
    }

    private static NextOfKinChange ToChange(this NextOfKinPatch patch, FieldErrors errors) => new()
    {
        FullName = !patch.HasFullName ? null : errors.Parse<PersonName>("nextOfKin.fullName", patch.FullName, PersonName.TryCreate, PersonName.Fault),
        Relationship = patch.HasRelationship ? errors.OneOf("nextOfKin.relationship", patch.Relationship, NextOfKin.Relationships) : null,
        PhoneNumber = patch.HasPhoneNumber
            ? Optional<PhoneNumber?>.Of(patch.PhoneNumber is null ? null : errors.Parse<PhoneNumber>("nextOfKin.phoneNumber", patch.PhoneNumber, TryPhone, "Not a telephone number in international notation."))
            : default,
        Email = patch.HasEmail
            ? Optional<EmailAddress?>.Of(patch.Email is null ? null : errors.Parse<EmailAddress>("nextOfKin.email", patch.Email, EmailAddress.TryCreate, "Not an e-mail address."))
            : default,
    };

    private static List<PostalAddress> Addresses(IReadOnlyList<PostalAddressRequest> requests, FieldErrors errors)
    {
        if (requests.Count > PostalAddress.Kinds.Count || requests.Where(a => a?.Kind is not null).GroupBy(a => a.Kind).Any(ofKind => ofKind.Count() > 1))
            errors.Add("addresses", "At most one address of each kind.");
        var addresses = new List<PostalAddress>();
        foreach (var (i, a) in requests.Take(PostalAddress.Kinds.Count).Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"addresses[{i}]");
            if (a is null)
                errors.Add(path, "Required.");
            else if (PostalAddress.Create(new AddressParts(a.Kind, a.Line1, a.Line2, a.City, a.State, a.PostalCode, a.Country), path, errors) is { } address)
                addresses.Add(address);
        }

        return addresses;
    }

    private static Optional<T?> Removable<T>(ProfilePatch patch, string member, string? raw, Func<string, T?> parse) =>
        patch.Has(member) ? Optional<T?>.Of(raw is null ? default : parse(raw)) : default;

    private static DateOnly? Date(string path, string raw, FieldErrors errors)
    {
        if (DateOnly.TryParseExact(raw, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        errors.Add(path, "Not a date such as 1990-05-17.");
        return null;
    }

    private static bool TryLine(string? raw, out string? line) => PlainLine.TryCreate(raw, PostalAddress.LongestLine, out line);

    private static bool TryPhone(string? raw, out PhoneNumber? phone) => PhoneNumber.TryCreate(raw, country: null, out phone);
}
