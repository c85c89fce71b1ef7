using Npgsql;
using UserService.Core.Audit;

namespace UserService.Core.Risk;

/// <summary>What is known of a customer's earlier sign-ins, in one round trip.</summary>
internal sealed class LoginPast(NpgsqlDataSource database)
{
    // More addresses than a customer uses in a season; bounds the work for who collects them.
    private const int MostSessions = 100;

    private static readonly string[] CredentialActions =
    [
        AuditActions.PasswordChanged, AuditActions.PasswordReset, AuditActions.ContactChanged, AuditActions.FactorAdded,
        AuditActions.FactorRemoved, AuditActions.RecoveryCodesCreated, AuditActions.TransactionPinSet,
    ];

    public async Task<Findings> ReadAsync(Guid userId, DateTimeOffset now, RiskOptions options, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT address, max(created_at), 0::bigint
            FROM (SELECT address, created_at FROM sessions WHERE user_id = $1 AND created_at > $2 ORDER BY created_at DESC LIMIT $3) AS latest
            GROUP BY address
            UNION ALL
            SELECT 'logins', NULL, count(*) FROM login_history WHERE user_id = $1 AND occurred_at > $4
            UNION ALL
            SELECT 'changes', NULL, count(*) FROM audit_entries WHERE subject_id = $1 AND occurred_at > $5 AND action = ANY($6)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - options.Familiarity });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostSessions });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - TimeSpan.FromHours(1) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - options.CredentialWindow });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = CredentialActions });
        var sessions = new List<(string? Address, DateTimeOffset At)>();
        long logins = 0, changes = 0;
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var what = await row.IsDBNullAsync(0, ct) ? null : row.GetString(0);
            if (!await row.IsDBNullAsync(1, ct))
                sessions.Add((what, row.GetFieldValue<DateTimeOffset>(1)));
            else if (what == "logins")
                logins = row.GetInt64(2);
            else
                changes = row.GetInt64(2);
        }

        return new Findings(sessions, logins, changes > 0);
    }

    /// <param name="Sessions">Each address once, and when a session last began from there.</param>
    /// <param name="LoginsOfTheHour">Judged sign-ins of the last hour.</param>
    internal sealed record Findings(IReadOnlyList<(string? Address, DateTimeOffset At)> Sessions, long LoginsOfTheHour, bool CredentialChanged);
}
