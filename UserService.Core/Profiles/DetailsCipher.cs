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

    public static DateOnly? RevealDateOfBirth(UserKey key, byte[]? envelope) =>
        envelope is null ? null : DateOnly.ParseExact(key.Reveal(envelope, DateOfBirth), "O", CultureInfo.InvariantCulture);

    public static IReadOnlyList<PostalAddress> RevealAddresses(UserKey key, byte[]? envelope) =>
        envelope is null ? [] : JsonSerializer.Deserialize(key.RevealBytes(envelope, Addresses), DetailsJson.Default.IReadOnlyListPostalAddress)!;

    public static NextOfKin? RevealNextOfKin(UserKey key, byte[]? envelope) =>
        envelope is null ? null : JsonSerializer.Deserialize(key.RevealBytes(envelope, NextOfKin), DetailsJson.Default.NextOfKin);

    public static string? RevealTaxId(UserKey key, byte[]? envelope) => envelope is null ? null : key.Reveal(envelope, TaxId);

    public static PersonalDetails Reveal(UserKey key, ProfileDetails row) => new()
    {
        DateOfBirth = RevealDateOfBirth(key, row.DateOfBirthProtected),
        Gender = row.Gender,
        Nationality = row.Nationality,
        Occupation = row.Occupation,
        Addresses = RevealAddresses(key, row.AddressesProtected),
        NextOfKin = RevealNextOfKin(key, row.NextOfKinProtected),
        TaxId = RevealTaxId(key, row.TaxIdProtected),
    };

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

[JsonSerializable(typeof(IReadOnlyList<PostalAddress>))]
[JsonSerializable(typeof(NextOfKin))]
internal sealed partial class DetailsJson : JsonSerializerContext;
