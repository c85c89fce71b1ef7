using System.Globalization;
using UserService.Core.Errors;
using UserService.Core.Profiles.Countries;

namespace UserService.Core.Profiles;

/// <summary>What a change leaves of the details, and what is wrong with it that only shows beside what is there.</summary>
internal static class DetailsRules
{
    // Nobody has lived longer than 122 years on record.
    private const int OldestAge = 125;

    public static PersonalDetails Apply(DetailsChange change, PersonalDetails current, string country, DateOnly today, int minimumAge, FieldErrors errors)
    {
        var birth = change.DateOfBirth.IsPresent ? change.DateOfBirth.Value : current.DateOfBirth;
        if (change.DateOfBirth is { IsPresent: true, Value: { } day } && BirthFault(day, today, minimumAge) is { } fault)
            errors.Add("dateOfBirth", fault);
        return current with
        {
            DateOfBirth = birth,
            Gender = change.Gender.IsPresent ? change.Gender.Value : current.Gender,
            Nationality = change.Nationality.IsPresent ? change.Nationality.Value : current.Nationality,
            Occupation = change.Occupation.IsPresent ? change.Occupation.Value : current.Occupation,
            Addresses = change.Addresses.IsPresent ? change.Addresses.Value ?? [] : current.Addresses,
            NextOfKin = NextOfKin(change, current, errors),
            TaxId = TaxId(change, current, country, errors),
        };
    }

    private static string? BirthFault(DateOnly day, DateOnly today, int minimumAge)
    {
        if (day > today)
            return "A date in the future.";
        if (day > today.AddYears(-minimumAge))
            return string.Create(CultureInfo.InvariantCulture, $"A customer is at least {minimumAge} years old.");
        return day < today.AddYears(-OldestAge) ? string.Create(CultureInfo.InvariantCulture, $"More than {OldestAge} years ago.") : null;
    }

    private static NextOfKin? NextOfKin(DetailsChange change, PersonalDetails current, FieldErrors errors)
    {
        if (!change.NextOfKin.IsPresent)
            return current.NextOfKin;
        if (change.NextOfKin.Value is not { } patch)
            return null;
        if (patch.ApplyTo(current.NextOfKin) is { } merged)
            return merged;
        if (patch.FullName is null && current.NextOfKin is null)
            errors.Add("nextOfKin.fullName", "Required.");
        if (patch.Relationship is null && current.NextOfKin is null)
            errors.Add("nextOfKin.relationship", "Required.");
        return null;
    }

    private static string? TaxId(DetailsChange change, PersonalDetails current, string country, FieldErrors errors)
    {
        if (!change.TaxId.IsPresent)
            return current.TaxId;
        if (change.TaxId.Value is not { } raw)
            return null;
        if (CountryRules.Of(country).TryTaxId(raw, out var normal))
            return normal;
        errors.Add("taxId", "Not a tax number of the customer's country.");
        return null;
    }
}
