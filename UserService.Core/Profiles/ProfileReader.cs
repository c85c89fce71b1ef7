using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserService.Core.Accounts;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Profiles;

/// <inheritdoc cref="IProfileReader"/>
/// <remarks>One prepared statement past EF's change tracker, shared by the reads of the same moment (ADR-008); the encrypted columns come with it.</remarks>
internal sealed class ProfileReader : IProfileReader
{
    private const string ByIds =
        """
        SELECT id, email, email_verified_at IS NOT NULL, phone_number, phone_verified_at IS NOT NULL, first_name, last_name, display_name,
               country, locale, status, kyc_tier, created_at, updated_at, profile_revision, middle_name, names_verified_at IS NOT NULL,
               d.avatar_id, d.gender, d.nationality, d.occupation, d.date_of_birth_protected, d.addresses_protected, d.next_of_kin_protected, d.tax_id_protected
        FROM users LEFT JOIN profile_details d ON d.user_id = id
        WHERE id = ANY($1) AND status <> 'Erased'
        """;

    private readonly NpgsqlDataSource database;
    private readonly UserKeys keys;
    private readonly GatheredStatements<Guid, StoredProfile> reads;

    public ProfileReader([FromKeyedServices(UserStore.Gathered)] NpgsqlDataSource database, UserKeys keys)
    {
        (this.database, this.keys) = (database, keys);
        reads = new GatheredStatements<Guid, StoredProfile>(ReadAsync);
    }

    public async Task<ProfileView?> FindAsync(Guid userId, CancellationToken ct)
    {
        if (await reads.AskAsync(userId, ct) is not { } stored)
            return null;

        // The key is known from the first read on; only that one asks the database a second time.
        return stored.Envelopes.IsEmpty ? stored.Profile : stored.Profile with { Details = DetailsCipher.Reveal(await keys.GetAsync(userId, ct), stored.Profile.Details, stored.Envelopes) };
    }

    private async Task<IReadOnlyDictionary<Guid, StoredProfile>> ReadAsync(Guid[] ids)
    {
        var found = new Dictionary<Guid, StoredProfile>(ids.Length);
        await using var command = database.CreateCommand(ByIds);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var profile = Read(row);
            found[profile.Id] = new StoredProfile(profile, Envelopes(row));
        }

        return found;
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

    private static ProtectedDetails Envelopes(NpgsqlDataReader row) => new(Bytes(row, 21), Bytes(row, 22), Bytes(row, 23), Bytes(row, 24));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static byte[]? Bytes(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    private sealed record StoredProfile(ProfileView Profile, ProtectedDetails Envelopes);
}
