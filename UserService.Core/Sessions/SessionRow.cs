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
    /// <summary>The columns, of <c>sessions s</c> and <c>users u</c>, in the order that <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "s.id, s.user_id, s.client_id, s.acr, s.amr, s.authenticated_at, s.refreshed_at, s.refresh_generation, s.refresh_hash, s.absolute_expires_at, u.kyc_tier, u.roles, u.email, u.first_name, u.last_name, u.status, s.key_thumbprint";

    public static SessionRow Read(NpgsqlDataReader row) => new(
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
