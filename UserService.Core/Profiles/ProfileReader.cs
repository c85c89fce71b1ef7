using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserService.Core.Accounts;
using UserService.Core.Persistence;

namespace UserService.Core.Profiles;

/// <inheritdoc cref="IProfileReader"/>
/// <remarks>One prepared statement past EF's change tracker, shared by the reads of the same moment (ADR-008).</remarks>
internal sealed class ProfileReader : IProfileReader
{
    private const string ByIds =
        """
        SELECT id, email, email_verified_at IS NOT NULL, phone_number, phone_verified_at IS NOT NULL, first_name, last_name, display_name,
               country, locale, status, kyc_tier, created_at, updated_at, profile_revision
        FROM users WHERE id = ANY($1) AND status <> 'Erased'
        """;

    // A statement that hangs holds up those gathered behind it: it is given up long before a client would.
    private const int TimeoutSeconds = 5;

    private readonly NpgsqlDataSource database;
    private readonly GatheredReads<ProfileView> reads;

    public ProfileReader([FromKeyedServices(UserStore.GatheredReads)] NpgsqlDataSource database)
    {
        this.database = database;
        reads = new GatheredReads<ProfileView>(ReadAsync);
    }

    public Task<ProfileView?> FindAsync(Guid userId, CancellationToken ct) => reads.ReadAsync(userId, ct);

    private async Task<IReadOnlyDictionary<Guid, ProfileView>> ReadAsync(Guid[] ids)
    {
        var found = new Dictionary<Guid, ProfileView>(ids.Length);
        await using var command = database.CreateCommand(ByIds);
        command.CommandTimeout = TimeoutSeconds;
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var profile = Read(row);
            found[profile.Id] = profile;
        }

        return found;
    }

    private static ProfileView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.IsDBNull(1) ? null : row.GetString(1),
        row.GetBoolean(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.GetBoolean(4),
        row.GetString(5),
        row.GetString(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.GetString(8),
        row.GetString(9),
        UserStatusNames.FromStorage(row.GetString(10)),
        row.GetInt32(11),
        row.GetFieldValue<DateTimeOffset>(12),
        row.GetFieldValue<DateTimeOffset>(13),
        row.GetInt32(14));
}
