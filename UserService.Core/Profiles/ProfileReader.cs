using System.Data;
using Npgsql;
using UserService.Core.Accounts;

namespace UserService.Core.Profiles;

/// <summary>Reads profiles with one prepared statement: always what is committed, so a customer reads what she wrote on whichever host.</summary>
internal sealed class ProfileReader(NpgsqlDataSource database)
{
    private const string ById =
        """
        SELECT id, email, email_verified_at IS NOT NULL, phone_number, phone_verified_at IS NOT NULL, first_name, last_name, display_name,
               country, locale, status, kyc_tier, created_at, updated_at, profile_revision
        FROM users WHERE id = $1 AND status <> 'Erased'
        """;

    public async Task<ProfileView?> FindAsync(Guid userId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ById);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
        return await row.ReadAsync(ct) ? Read(row) : null;
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
