using UserService.Core.Audit;
using UserService.Core.Privacy;
using UserService.Core.Privacy.Holds;
using UserService.Core.Privacy.Retention;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Privacy;

/// <summary>Each category is kept as long as <c>personal-data.json</c> says and no longer, unless the law says otherwise.</summary>
[Collection(ServersCollection.Name)]
public sealed class RetentionTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    /// <summary>What a row needs beyond what any row of its table must have, by table; <c>$at</c> is when its time began, <c>$owner</c> whose it is.</summary>
    private static readonly Dictionary<string, string> Rows = new()
    {
        ["approvals"] = "user_id=$owner, expires_at=$at, state='Expired'",
        ["cache_invalidations"] = "at=$at",
        ["code_challenges"] = "user_id=$owner, expires_at=$at",
        ["contact_changes"] = "user_id=$owner, undo_until=$at",
        ["data_exports"] = "user_id=$owner, requested_at=$at, state='Expired'",
        ["dead_letters"] = "subject=$owner::text, discarded_at=$at",
        ["development_messages"] = "\"to\"=(SELECT email FROM users WHERE id = $owner), sent_at=$at",
        ["idempotency_keys"] = "created_at=$at",
        ["login_history"] = "user_id=$owner, occurred_at=$at",
        ["notifications"] = "user_id=$owner, sent_at=$at, status='Sent'",
        ["partner_events"] = "received_at=$at",
        ["passkey_ceremonies"] = "user_id=$owner, expires_at=$at",
        ["sessions"] = "user_id=$owner, absolute_expires_at=$at, device_id=(SELECT id FROM devices WHERE user_id = $owner)",
        ["users"] = "id=$fresh, created_at=$at, status='Pending'",
    };

    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task What_has_outlived_its_use_goes_and_the_rest_and_what_the_law_holds_stays()
    {
        var rules = PersonalDataMap.Load().Tables.Where(t => t.Value.Retention is not null).ToDictionary(t => t.Key, t => t.Value);
        Assert.Equal(rules.Keys.Order(StringComparer.Ordinal), Rows.Keys.Order(StringComparer.Ordinal)); // a new rule comes with its row
        var (customer, held) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        await HoldAsync(held.Id);
        var now = stack.Clock.GetUtcNow();
        var planted = new Dictionary<string, (DateTimeOffset Gone, DateTimeOffset Young, DateTimeOffset Held)>();
        foreach (var (table, rule) in rules)
        {
            // Three times that nothing else has, to find the rows by.
            var limit = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero) - rule.Retention!.Keep;
            planted[table] = (limit - TimeSpan.FromMinutes(2), limit + TimeSpan.FromMinutes(2), limit - TimeSpan.FromMinutes(3));
            await PlantAsync(table, planted[table].Gone, customer.Id);
            await PlantAsync(table, planted[table].Young, customer.Id);
            var owner = await PlantAsync(table, planted[table].Held, held.Id);
            if (owner != held.Id)
                await HoldAsync(owner); // an account that holds nothing but itself
        }

        await stack.UseWorkerAsync<RetentionWork, int>(work => work.RunAsync(CancellationToken.None));

        foreach (var (table, (gone, young, kept)) in planted)
        {
            var after = rules[table].Retention!.After;
            Assert.True(await CountAsync(table, after, gone) == 0, $"{table} keeps what is past its time.");
            Assert.True(await CountAsync(table, after, young) == 1, $"{table} loses what is not past its time.");
            Assert.True(await CountAsync(table, after, kept) == (rules[table].Owner is null ? 0 : 1), $"{table} and the legal hold.");
        }
    }

    [Fact]
    public async Task An_operator_may_keep_a_category_for_another_time()
    {
        await using var own = await fixture.StartAsync(new StackOptions { Settings = new() { ["Privacy:Retention:code_challenges"] = "02:00:00" } });
        var registration = await own.RegisterAsync(); // its code expires after ten minutes
        var user = await own.QueryAsync<Guid>("SELECT id FROM users WHERE email = $1", registration.Email);

        own.Clock.Advance(TimeSpan.FromHours(2));
        await own.UseWorkerAsync<RetentionWork, int>(work => work.RunAsync(CancellationToken.None));
        Assert.Equal(1, await own.QueryAsync<int>("SELECT count(*) FROM code_challenges WHERE user_id = $1", user));
        own.Clock.Advance(TimeSpan.FromMinutes(11));
        await own.UseWorkerAsync<RetentionWork, int>(work => work.RunAsync(CancellationToken.None));
        Assert.Equal(0, await own.QueryAsync<int>("SELECT count(*) FROM code_challenges WHERE user_id = $1", user));
    }

    private Task<int> CountAsync(string table, string after, DateTimeOffset at) => stack.QueryAsync<int>($"SELECT count(*) FROM {table} WHERE {after} = $1", at.UtcDateTime);

    /// <summary>Inserts a row that has a value in every column that must have one; gives whose it is.</summary>
    private async Task<Guid> PlantAsync(string table, DateTimeOffset at, Guid owner)
    {
        var fresh = Guid.CreateVersion7(at);
        var given = Rows[table].Split(", ").Select(c => c.Split('=', 2)).ToDictionary(c => c[0].Trim('"'), c => c[1]);
        foreach (var column in (await ColumnsAsync(table)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split(':')))
            given.TryAdd(column[0], AnyOf(column[1]));
        if (table == "login_history")
            await stack.ExecuteAsync($"CREATE TABLE IF NOT EXISTS login_history_of_old PARTITION OF login_history FOR VALUES FROM ('{at.UtcDateTime.Date.AddDays(-3):yyyy-MM-dd}') TO ('{at.UtcDateTime.Date.AddDays(3):yyyy-MM-dd}')");
        var values = string.Join(", ", given.Values).Replace("$at", $"'{at:O}'", StringComparison.Ordinal).Replace("$owner", $"'{owner}'", StringComparison.Ordinal).Replace("$fresh", $"'{fresh}'", StringComparison.Ordinal);
        await stack.ExecuteAsync($"INSERT INTO {table} ({string.Join(", ", given.Keys.Select(c => $"\"{c}\""))}) VALUES ({values})");
        return table == "users" ? fresh : owner;
    }

    private Task<string> ColumnsAsync(string table) => stack.QueryAsync<string>(
        """
        SELECT coalesce(string_agg(column_name || ':' || udt_name, ' '), '') FROM information_schema.columns
        WHERE table_name = $1 AND table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
        """,
        table);

    private static string AnyOf(string type) => type switch
    {
        "uuid" => "gen_random_uuid()",
        "bytea" => "uuid_send(gen_random_uuid())",
        "timestamptz" => "now()",
        "int2" or "int4" or "int8" => "0",
        "bool" => "false",
        "_text" => "ARRAY[]::text[]",
        "bpchar" => "'NG'",
        "varchar" or "text" => "'x'",
        _ => throw new NotSupportedException($"There is no value for {type} yet."),
    };

    private Task<bool> HoldAsync(Guid userId) => stack.UseAsync<ILegalHoldService, bool>(async holds =>
        await holds.PlaceAsync(userId, "court order 8/2026", new Actor("staff", "01a20b8e-e97c-7890-b037-05704f351671", null, null, null), CancellationToken.None) is not null);
}
