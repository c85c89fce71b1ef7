using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Kyc.Tiers;
using UserService.Core.Persistence;

namespace UserService.Core.Entitlements;

/// <inheritdoc cref="IEntitlements"/>
/// <remarks>One prepared statement, shared by the questions of the same moment (ADR-008).</remarks>
internal sealed class EntitlementReader : IEntitlements
{
    private const string ByQuestions =
        """
        SELECT q.number, u.status, u.country, u.kyc_tier, l.single_limit, l.daily_limit, l.instant_payments, l.revision,
               (SELECT array_agg(r.kind || ':' || r.reason || ':' || coalesce((extract(epoch FROM r.expires_at) * 1000)::bigint::text, ''))
                FROM kyc_restrictions r WHERE r.user_id = u.id AND r.lifted_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > $4)),
               CASE WHEN q.session_id IS NOT NULL
                    THEN (SELECT d.first_seen_at FROM sessions s JOIN devices d ON d.id = s.device_id WHERE s.id = q.session_id AND s.user_id = u.id)
                    WHEN q.device_id IS NOT NULL
                    THEN (SELECT d.first_seen_at FROM devices d WHERE d.id = q.device_id AND d.user_id = u.id AND d.removed_at IS NULL)
                    ELSE (SELECT max(d.first_seen_at) FROM devices d WHERE d.user_id = u.id AND d.removed_at IS NULL)
               END
        FROM unnest($1, $2, $3) WITH ORDINALITY AS q (user_id, session_id, device_id, number)
        JOIN users u ON u.id = q.user_id LEFT JOIN customer_limits l ON l.user_id = u.id
        WHERE u.status <> 'Erased'
        """;

    private readonly NpgsqlDataSource database;
    private readonly TierRules rules;
    private readonly IOptions<EntitlementOptions> options;
    private readonly TimeProvider time;
    private readonly GatheredStatements<Question, EntitlementFacts> reads;

    public EntitlementReader(
        [FromKeyedServices(UserStore.Gathered)] NpgsqlDataSource database, TierRules rules, IOptions<EntitlementOptions> options, TimeProvider time)
    {
        (this.database, this.rules, this.options, this.time) = (database, rules, options, time);
        reads = new GatheredStatements<Question, EntitlementFacts>(ReadAsync);
    }

    public async Task<Entitlement?> GetAsync(Guid userId, EntitledDevice device, CancellationToken ct)
    {
        if (await reads.AskAsync(Question.Of(userId, device), ct) is not { } facts)
            return null;
        return EntitlementRules.Of(userId, facts, await rules.FindAsync(facts.Country, facts.Tier, ct), options.Value, time.GetUtcNow());
    }

    private async Task<IReadOnlyDictionary<Question, EntitlementFacts>> ReadAsync(Question[] questions)
    {
        await using var command = database.CreateCommand(ByQuestions);
        command.CommandTimeout = UserStore.GatheredSeconds;
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(questions, q => q.UserId) });
        command.Parameters.Add(new NpgsqlParameter<Guid?[]> { TypedValue = Array.ConvertAll(questions, q => q.SessionId) });
        command.Parameters.Add(new NpgsqlParameter<Guid?[]> { TypedValue = Array.ConvertAll(questions, q => q.DeviceId) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        var found = new Dictionary<Question, EntitlementFacts>(questions.Length);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            found[questions[(int)row.GetInt64(0) - 1]] = Read(row);
        return found;
    }

    private static EntitlementFacts Read(NpgsqlDataReader row) => new(
        row.GetString(1),
        row.GetString(2),
        row.GetInt32(3),
        row.IsDBNull(7) ? CustomerLimits.None : new CustomerLimits(row.IsDBNull(4) ? null : row.GetInt64(4), row.IsDBNull(5) ? null : row.GetInt64(5), row.GetBoolean(6), row.GetInt32(7)),
        row.IsDBNull(8) ? [] : row.GetFieldValue<string[]>(8),
        row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9));

    /// <summary>Whose entitlement, and on which device: of a session, the one named, or the newest where neither is.</summary>
    private readonly record struct Question(Guid UserId, Guid? SessionId, Guid? DeviceId)
    {
        public static Question Of(Guid userId, EntitledDevice device) => device switch
        {
            EntitledDevice.OfSession(var sessionId) => new Question(userId, sessionId, null),
            EntitledDevice.WithId(var deviceId) => new Question(userId, null, deviceId),
            _ => new Question(userId, null, null),
        };
    }
}

/// <summary>What the database says of a customer.</summary>
/// <param name="Restrictions">Each <c>kind:reason:end</c>, the end in milliseconds since 1970 or empty.</param>
internal sealed record EntitlementFacts(string Status, string Country, int Tier, CustomerLimits Limits, string[] Restrictions, DateTimeOffset? DeviceFirstSeenAt);
