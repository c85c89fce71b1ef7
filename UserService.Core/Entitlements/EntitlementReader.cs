using System.Data;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Kyc.Tiers;

namespace UserService.Core.Entitlements;

/// <inheritdoc cref="IEntitlements"/>
internal sealed class EntitlementReader(NpgsqlDataSource database, TierRules rules, IOptions<EntitlementOptions> options, TimeProvider time) : IEntitlements
{
    private const string Select =
        """
        SELECT u.status, u.country, u.kyc_tier, l.single_limit, l.daily_limit, l.instant_payments, l.revision,
               (SELECT array_agg(r.kind || ':' || r.reason || ':' || coalesce((extract(epoch FROM r.expires_at) * 1000)::bigint::text, ''))
                FROM kyc_restrictions r WHERE r.user_id = u.id AND r.lifted_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > $2)),

        """;

    private const string From = " FROM users u LEFT JOIN customer_limits l ON l.user_id = u.id WHERE u.id = $1 AND u.status <> 'Erased'";
    private const string BySession = Select + "(SELECT d.first_seen_at FROM sessions s JOIN devices d ON d.id = s.device_id WHERE s.id = $3 AND s.user_id = u.id)" + From;
    private const string ByDevice = Select + "(SELECT d.first_seen_at FROM devices d WHERE d.id = $3 AND d.user_id = u.id AND d.removed_at IS NULL)" + From;
    private const string ByNewest = Select + "(SELECT max(d.first_seen_at) FROM devices d WHERE d.user_id = u.id AND d.removed_at IS NULL)" + From;

    public async Task<Entitlement?> GetAsync(Guid userId, EntitledDevice device, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(userId, device, now, ct) is not { } facts)
            return null;
        return EntitlementRules.Of(userId, facts, await rules.FindAsync(facts.Country, facts.Tier, ct), options.Value, now);
    }

    private async Task<EntitlementFacts?> FindAsync(Guid userId, EntitledDevice device, DateTimeOffset now, CancellationToken ct)
    {
        var (statement, id) = device switch
        {
            EntitledDevice.OfSession(var sessionId) => (BySession, sessionId),
            EntitledDevice.WithId(var deviceId) => (ByDevice, deviceId),
            _ => (ByNewest, (Guid?)null),
        };
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        if (id is { } known)
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = known });
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
        return await row.ReadAsync(ct) ? Read(row) : null;
    }

    private static EntitlementFacts Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt32(2),
        row.IsDBNull(6) ? CustomerLimits.None : new CustomerLimits(row.IsDBNull(3) ? null : row.GetInt64(3), row.IsDBNull(4) ? null : row.GetInt64(4), row.GetBoolean(5), row.GetInt32(6)),
        row.IsDBNull(7) ? [] : row.GetFieldValue<string[]>(7),
        row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8));
}

/// <summary>What the database says of a customer.</summary>
/// <param name="Restrictions">Each <c>kind:reason:end</c>, the end in milliseconds since 1970 or empty.</param>
internal sealed record EntitlementFacts(string Status, string Country, int Tier, CustomerLimits Limits, string[] Restrictions, DateTimeOffset? DeviceFirstSeenAt);
