using System.Data;
using Npgsql;
using UserService.Core.Accounts;

namespace UserService.Core.Sessions;

/// <summary>A session and its user as a refresh reads them, in one row.</summary>
internal sealed record SessionRow(
    Guid Id,
    Guid UserId,
    string ClientId,
    string Acr,
    string[] Amr,
    DateTimeOffset AuthenticatedAt,
    DateTimeOffset RefreshedAt,
    int RefreshGeneration,
    byte[] RefreshHash,
    DateTimeOffset AbsoluteExpiresAt,
    string[] Roles,
    UserSummary User,
    string? KeyThumbprint)
{
    /// <summary>Runs the command, which it disposes, and reads the one row it gives.</summary>
    public static async Task<SessionRow?> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
        {
            await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
            return await row.ReadAsync(ct) ? Read(row) : null;
        }
    }

    private static SessionRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetString(2),
        row.GetString(3),
        row.GetFieldValue<string[]>(4),
        row.GetFieldValue<DateTimeOffset>(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetInt32(7),
        row.GetFieldValue<byte[]>(8),
        row.GetFieldValue<DateTimeOffset>(9),
        row.GetFieldValue<string[]>(11),
        new UserSummary(
            row.GetGuid(1),
            row.IsDBNull(12) ? null : row.GetString(12),
            row.GetString(13),
            row.GetString(14),
            UserStatusNames.FromStorage(row.GetString(15)),
            row.GetInt32(10)),
        row.IsDBNull(16) ? null : row.GetString(16));
}
