using System.Data;
using Npgsql;
using UserService.Core.Accounts;
using UserService.Core.Protection;

namespace UserService.Core.Profiles;

/// <summary>Reads profiles with one prepared statement: always what is committed, so a customer reads what she wrote on whichever host.</summary>
internal sealed class ProfileReader(NpgsqlDataSource database, UserKeys keys)
{
    private const string ById =
        """
        SELECT id, email, email_verified_at IS NOT NULL, phone_number, phone_verified_at IS NOT NULL, first_name, last_name, display_name,
               country, locale, status, kyc_tier, created_at, updated_at, profile_revision, middle_name, names_verified_at IS NOT NULL,
               d.avatar_id, d.gender, d.nationality, d.occupation, d.date_of_birth_protected, d.addresses_protected, d.next_of_kin_protected, d.tax_id_protected
        FROM users LEFT JOIN profile_details d ON d.user_id = id
        WHERE id = $1 AND status <> 'Erased'
        """;

    private const int FirstProtected = 21;

    public async Task<ProfileView?> FindAsync(Guid userId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ById);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        var (profile, envelopes) = await ReadAsync(command, ct);

        // The key is known from the first read on; only that one asks the database a second time.
        return profile is null || envelopes is null ? profile : Reveal(profile, await keys.GetAsync(userId, ct), envelopes);
    }

    private static async Task<(ProfileView? Profile, byte[]?[]? Envelopes)> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
        return await row.ReadAsync(ct) ? (Read(row), Envelopes(row)) : (null, null);
    }

    private static ProfileView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        Text(row, 1),
        row.GetBoolean(2),
        Text(row, 3),
        row.GetBoolean(4),
        row.GetString(5),
        row.GetString(6),
        Text(row, 7),
        row.GetString(8),
        row.GetString(9),
        UserStatusNames.FromStorage(row.GetString(10)),
        row.GetInt32(11),
        row.GetFieldValue<DateTimeOffset>(12),
        row.GetFieldValue<DateTimeOffset>(13),
        row.GetInt32(14))
    {
        MiddleName = Text(row, 15),
        NamesLocked = row.GetBoolean(16),
        AvatarId = row.IsDBNull(17) ? null : row.GetGuid(17),
        Details = new PersonalDetails { Gender = Text(row, 18), Nationality = Text(row, 19), Occupation = Text(row, 20) },
    };

    private static byte[]?[]? Envelopes(NpgsqlDataReader row)
    {
        byte[]?[]? envelopes = null;
        for (var i = 0; i < 4; i++)
        {
            if (!row.IsDBNull(FirstProtected + i))
                (envelopes ??= new byte[4][])[i] = row.GetFieldValue<byte[]>(FirstProtected + i);
        }

        return envelopes;
    }

    private static ProfileView Reveal(ProfileView profile, UserKey key, byte[]?[] envelopes) => profile with
    {
        Details = profile.Details with
        {
            DateOfBirth = DetailsCipher.RevealDateOfBirth(key, envelopes[0]),
            Addresses = DetailsCipher.RevealAddresses(key, envelopes[1]),
            NextOfKin = DetailsCipher.RevealNextOfKin(key, envelopes[2]),
            TaxId = DetailsCipher.RevealTaxId(key, envelopes[3]),
        },
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
