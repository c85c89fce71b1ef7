using System.Data;
using Npgsql;

namespace UserService.Core.Accounts;

/// <summary>Reads users with prepared statements, one round trip each: other services ask for them all day long.</summary>
internal sealed class UserDirectory(NpgsqlDataSource database) : IUserDirectory
{
    private const string Columns =
        """
        SELECT id, status, email, email_verified_at IS NOT NULL, phone_number, phone_verified_at IS NOT NULL, first_name, last_name,
               country, locale, kyc_tier, created_at, updated_at
        FROM users WHERE
        """;

    public Task<DirectoryUser?> GetAsync(Guid id, CancellationToken ct) =>
        FindAsync(Columns + " id = $1", new NpgsqlParameter<Guid> { TypedValue = id }, ct);

    public Task<DirectoryUser?> FindByEmailAsync(EmailAddress email, CancellationToken ct) =>
        FindAsync(Columns + " email = $1 AND email_verified_at IS NOT NULL", new NpgsqlParameter<string> { TypedValue = email.Value }, ct);

    public Task<DirectoryUser?> FindByPhoneAsync(PhoneNumber phone, CancellationToken ct) =>
        FindAsync(Columns + " phone_number = $1 AND phone_verified_at IS NOT NULL", new NpgsqlParameter<string> { TypedValue = phone.Value }, ct);

    public async Task<IReadOnlyDictionary<Guid, DirectoryUser>> GetManyAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Columns + " id = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        var users = new Dictionary<Guid, DirectoryUser>(ids.Count);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var user = Read(row);
            users.Add(user.Id, user);
        }

        return users;
    }

    private async Task<DirectoryUser?> FindAsync(string statement, NpgsqlParameter key, CancellationToken ct)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(key);
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
        return await row.ReadAsync(ct) ? Read(row) : null;
    }

    private static DirectoryUser Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        UserStatusNames.FromStorage(row.GetString(1)),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetBoolean(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.GetBoolean(5),
        row.GetString(6),
        row.GetString(7),
        row.GetString(8),
        row.GetString(9),
        row.GetInt32(10),
        row.GetFieldValue<DateTimeOffset>(11),
        row.GetFieldValue<DateTimeOffset>(12));
}
