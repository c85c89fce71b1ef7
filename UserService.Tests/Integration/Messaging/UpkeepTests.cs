using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Messaging;

/// <summary>What the Worker removes of messaging's tables, and what it must not.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class UpkeepTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Days =
        """
        CREATE TABLE outbox_messages_20240301 PARTITION OF outbox_messages FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-03-02 00:00+00');
        CREATE TABLE outbox_messages_20240302 PARTITION OF outbox_messages FOR VALUES FROM ('2024-03-02 00:00+00') TO ('2024-03-03 00:00+00');
        INSERT INTO outbox_messages (id, occurred_at, user_id, type, data, position, sequence, shard, attempts, next_attempt_at, sent_at)
        SELECT gen_random_uuid(), day, gen_random_uuid(), 'user.registered.v1', '{}', 0, 0, 0, 0, day, sent
        FROM (VALUES ('2024-03-01 12:00+00'::timestamptz, '2024-03-01 12:01+00'::timestamptz), ('2024-03-02 12:00+00', '2024-03-02 12:01+00'), ('2024-03-02 13:00+00', NULL)) AS rows (day, sent);
        UPDATE outbox_messages SET abandoned_at = now() WHERE sent_at IS NULL AND occurred_at < '2025-01-01';
        INSERT INTO inbox_messages (source, event_id, type, handled_at) VALUES ('/x', 'old', 't', now() - interval '31 days'), ('/x', 'young', 't', now() - interval '29 days');
        INSERT INTO cache_invalidations (kind, key, at) VALUES (1, gen_random_uuid(), now() - interval '2 days');
        """;

    [Fact]
    public async Task Sent_days_old_notes_and_old_invalidations_go_and_what_was_never_sent_stays()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        await stack.ExecuteAsync(Days);

        await stack.StartWorkerAsync(); // it tidies up when it starts, and then every hour

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await stack.QueryAsync<bool>("SELECT to_regclass('outbox_messages_20240301') IS NOT NULL"))
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        Assert.True(await stack.QueryAsync<bool>("SELECT to_regclass('outbox_messages_20240302') IS NOT NULL"));
        Assert.Equal(2, await stack.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE occurred_at < '2025-01-01'"));
        Assert.Equal("young", await stack.QueryAsync<string>("SELECT string_agg(event_id, ',') FROM inbox_messages"));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM cache_invalidations WHERE at < now() - interval '1 day'"));
    }
}
