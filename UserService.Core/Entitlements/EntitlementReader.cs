using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Kyc.Tiers;
using UserService.Core.Persistence;

namespace UserService.Core.Entitlements;

/// <inheritdoc cref="IEntitlements"/>
/// <remarks>
/// One prepared statement, shared by the questions of the same moment (ADR-008). The age of a session's device, which never changes, is read once.
/// </remarks>
internal sealed class EntitlementReader : IEntitlements
{
    private const int MostSessions = 100_000; // some 10 MiB

    private const string ByQuestions =
        """
        SELECT q.number, u.status, u.country, u.kyc_tier, l.single_limit, l.daily_limit, l.instant_payments, l.revision,
               (SELECT array_agg(r.kind || ':' || r.reason || ':' || coalesce((extract(epoch FROM r.expires_at) * 1000)::bigint::text, ''))
                FROM kyc_restrictions r WHERE r.user_id = u.id AND r.lifted_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > $4)),
               CASE q.by
                    WHEN 1 THEN (SELECT d.first_seen_at FROM sessions s JOIN devices d ON d.id = s.device_id WHERE s.id = q.key AND s.user_id = u.id)
                    WHEN 2 THEN (SELECT d.first_seen_at FROM devices d WHERE d.id = q.key AND d.user_id = u.id AND d.removed_at IS NULL)
                    WHEN 3 THEN (SELECT max(d.first_seen_at) FROM devices d WHERE d.user_id = u.id AND d.removed_at IS NULL)
               END
        FROM unnest($1, $2, $3) WITH ORDINALITY AS q (user_id, by, key, number)
        JOIN users u ON u.id = q.user_id LEFT JOIN customer_limits l ON l.user_id = u.id
        WHERE u.status <> 'Erased'
        """;

    private readonly NpgsqlDataSource database;
    private readonly TierRules rules;
    private readonly KnownEntitlements known;
    private readonly IOptions<EntitlementOptions> options;
    private readonly TimeProvider time;
    private readonly GatheredStatements<Question, EntitlementFacts> reads;
    private readonly ConcurrentDictionary<(Guid UserId, Guid SessionId), DateTimeOffset> deviceAges = new();

    public EntitlementReader(
        [FromKeyedServices(UserStore.Gathered)] NpgsqlDataSource database, TierRules rules, KnownEntitlements known, IOptions<EntitlementOptions> options, TimeProvider time)
    {
        (this.database, this.rules, this.known, this.options, this.time) = (database, rules, known, options, time);
        reads = new GatheredStatements<Question, EntitlementFacts>(ReadAsync);
    }

    public async Task<Entitlement?> GetAsync(Guid userId, EntitledDevice device, CancellationToken ct) =>
        await FindAsync(userId, device, ct) is { } facts ? await JudgeAsync(userId, facts, ct) : null;

    public async ValueTask<Entitlement?> RecallAsync(Guid userId, EntitledDevice device, CancellationToken ct)
    {
        if (known.Find(userId, device) is { } remembered)
            return await JudgeAsync(userId, remembered, ct);
        var reading = known.Begin();
        if (await FindAsync(userId, device, ct) is not { } facts)
            return null;
        known.Keep(reading, userId, device, facts);
        return await JudgeAsync(userId, facts, ct);
    }

    // Rules begin and restrictions end with time, so the answer is made anew each time; only what the database said is remembered.
    private async ValueTask<Entitlement> JudgeAsync(Guid userId, EntitlementFacts facts, CancellationToken ct)
    {
        var rule = await rules.FindAsync(facts.Country, facts.Tier, ct);
        return EntitlementRules.Of(userId, facts, rule, rule?.Currency ?? await rules.CurrencyOfAsync(facts.Country, ct), options.Value, time.GetUtcNow());
    }

    private async ValueTask<EntitlementFacts?> FindAsync(Guid userId, EntitledDevice device, CancellationToken ct)
    {
        if (device is not EntitledDevice.OfSession(var sessionId))
            return await reads.AskAsync(device is EntitledDevice.WithId(var id) ? new Question(userId, Device.Itself, id) : new Question(userId, Device.Newest, default), ct);
        if (deviceAges.TryGetValue((userId, sessionId), out var seen))
            return await reads.AskAsync(new Question(userId, Device.Known, default), ct) is { } rest ? rest with { DeviceFirstSeenAt = seen } : null;
        var facts = await reads.AskAsync(new Question(userId, Device.OfSession, sessionId), ct);
        if (facts?.DeviceFirstSeenAt is { } first)
        {
            if (deviceAges.Count >= MostSessions)
                deviceAges.Clear();
            deviceAges[(userId, sessionId)] = first;
        }

        return facts;
    }

    private async Task<IReadOnlyDictionary<Question, EntitlementFacts>> ReadAsync(Question[] questions)
    {
        await using var command = database.CreateCommand(ByQuestions);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(questions, q => q.UserId) });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = Array.ConvertAll(questions, q => (short)q.By) });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(questions, q => q.Key) });
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

    /// <summary>What a question asks of the device; the statement has the numbers.</summary>
    private enum Device : short
    {
        Known = 0,
        OfSession = 1,
        Itself = 2,
        Newest = 3,
    }

    /// <summary>Whose entitlement, and on which device.</summary>
    private readonly record struct Question(Guid UserId, Device By, Guid Key);
}

/// <summary>What the database says of a customer.</summary>
/// <param name="Restrictions">Each <c>kind:reason:end</c>, the end in milliseconds since 1970 or empty.</param>
internal sealed record EntitlementFacts(string Status, string Country, int Tier, CustomerLimits Limits, string[] Restrictions, DateTimeOffset? DeviceFirstSeenAt);
