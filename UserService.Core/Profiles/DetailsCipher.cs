using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using UserService.Core.Protection;

namespace UserService.Core.Profiles;

/// <summary>Turns the protected columns of <c>profile_details</c> into values and back.</summary>
internal static class DetailsCipher
{
    private const string DateOfBirth = "profile_details.date_of_birth";
    private const string Addresses = "profile_details.addresses";
    private const string NextOfKin = "profile_details.next_of_kin";
    private const string TaxId = "profile_details.tax_id";

    public static PersonalDetails Reveal(UserKey key, ProfileDetails row) => Reveal(
        key,
        new PersonalDetails { Gender = row.Gender, Nationality = row.Nationality, Occupation = row.Occupation },
        new ProtectedDetails(row.DateOfBirthProtected, row.AddressesProtected, row.NextOfKinProtected, row.TaxIdProtected));

    /// <param name="open">The columns that are kept in clear.</param>
    public static PersonalDetails Reveal(UserKey key, PersonalDetails open, ProtectedDetails envelopes)
    {
        using var opener = key.Opener();
        return open with
        {
            DateOfBirth = envelopes.DateOfBirth is { } day ? DateOnly.ParseExact(opener.Reveal(day, DateOfBirth), "O", CultureInfo.InvariantCulture) : null,
            Addresses = envelopes.Addresses is { } list ? JsonSerializer.Deserialize(opener.RevealBytes(list, Addresses), DetailsJson.Default.IReadOnlyListPostalAddress)! : [],
            NextOfKin = envelopes.NextOfKin is { } person ? JsonSerializer.Deserialize(opener.RevealBytes(person, NextOfKin), DetailsJson.Default.NextOfKin) : null,
            TaxId = envelopes.TaxId is { } number ? opener.Reveal(number, TaxId) : null,
        };
    }

    /// <summary>Writes what differs; what does not keeps its envelope.</summary>
    public static void Protect(UserKey key, ProfileDetails row, PersonalDetails before, PersonalDetails after)
    {
        row.SetOpen(after.Gender, after.Nationality, after.Occupation);
        if (before.DateOfBirth != after.DateOfBirth)
            row.SetDateOfBirth(after.DateOfBirth is { } day ? key.Protect(day.ToString("O", CultureInfo.InvariantCulture), DateOfBirth) : null);
        if (!before.Addresses.SequenceEqual(after.Addresses))
            row.SetAddresses(after.Addresses.Count == 0 ? null : key.ProtectBytes(JsonSerializer.SerializeToUtf8Bytes(after.Addresses, DetailsJson.Default.IReadOnlyListPostalAddress), Addresses));
        if (before.NextOfKin != after.NextOfKin)
            row.SetNextOfKin(after.NextOfKin is null ? null : key.ProtectBytes(JsonSerializer.SerializeToUtf8Bytes(after.NextOfKin, DetailsJson.Default.NextOfKin), NextOfKin));
        if (before.TaxId != after.TaxId)
            row.SetTaxId(after.TaxId is null ? null : key.Protect(after.TaxId, TaxId));
    }
}

/// <summary>The envelopes of a row of <c>profile_details</c>; null where nothing is kept.</summary>
internal sealed record ProtectedDetails(byte[]? DateOfBirth, byte[]? Addresses, byte[]? NextOfKin, byte[]? TaxId)
{
    public bool IsEmpty => (DateOfBirth ?? Addresses ?? NextOfKin ?? TaxId) is null;
}

[JsonSerializable(typeof(IReadOnlyList<PostalAddress>))]
[JsonSerializable(typeof(NextOfKin))]
internal sealed partial class DetailsJson : JsonSerializerContext;
