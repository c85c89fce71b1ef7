using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserService.Core.Authentication.Clients;
using UserService.Core.Messaging;
using UserService.Tests.Fixtures;
using Entitled = Banking.Users.V1.Entitlements;

namespace UserService.Tests.Integration.Grpc;

/// <summary>Services get entitlements from the memory of a host, which must never be older than a second.</summary>
[Collection(ServersCollection.Name)]
public sealed class RecalledEntitlementsTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("UPDATE users SET status = 'Frozen' WHERE id = '{0}'")]
    [InlineData("UPDATE users SET status = 'Suspended' WHERE id = '{0}'")]
    [InlineData("UPDATE users SET status = 'Erased' WHERE id = '{0}'")]
    [InlineData("UPDATE users SET kyc_tier = 3 WHERE id = '{0}'")]
    [InlineData("UPDATE users SET country = 'GH' WHERE id = '{0}'")]
    [InlineData("INSERT INTO kyc_restrictions (id, user_id, kind, reason, starts_at) VALUES (gen_random_uuid(), '{0}', 'PostNoDebit', 'set_by_staff', now())")]
    [InlineData("UPDATE kyc_restrictions SET lifted_at = now() WHERE user_id = '{0}'")]
    [InlineData("DELETE FROM kyc_restrictions WHERE user_id = '{0}'")]
    [InlineData("INSERT INTO customer_limits (user_id, single_limit, daily_limit, instant_payments, revision, updated_at) VALUES ('{0}', 100, NULL, true, 1, now())")]
    [InlineData("INSERT INTO devices SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'token_hash', sha256(random()::text::bytea)::text, 'first_seen_at', now()))).* FROM devices d WHERE d.user_id = '{0}'")]
    [InlineData("UPDATE devices SET removed_at = now() WHERE user_id = '{0}'")]
    public async Task Whatever_changes_is_told_within_a_second_by_a_host_that_answered_before(string change)
    {
        var host = await fixture.StartAnotherAsync(); // by the machine's clock
        var (customer, reader) = (await fixture.CreateCustomerAsync(), await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers));
        await fixture.ExecuteAsync(
            $"""
            UPDATE users SET kyc_tier = 2 WHERE id = '{customer.UserId}';
            UPDATE devices SET first_seen_at = first_seen_at - interval '2 days' WHERE user_id = '{customer.UserId}';
            INSERT INTO kyc_restrictions (id, user_id, kind, reason, starts_at) VALUES (gen_random_uuid(), '{customer.UserId}', 'PostNoCredit', 'set_by_staff', now())
            """);
        var before = await AskAsync(host, customer, reader);

        await ChangeAndHearAsync(host, customer, reader, before, change.Replace("{0}", customer.UserId.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_removed_is_unknown_within_a_second_where_nothing_but_the_account_was_there()
    {
        var customer = await fixture.CreateCustomerAsync();
        await fixture.ExecuteAsync($"DELETE FROM sessions WHERE user_id = '{customer.UserId}'; DELETE FROM devices WHERE user_id = '{customer.UserId}'");
        var host = await fixture.StartAnotherAsync(); // which is not to hear of that
        await UntilItHearsAsync(host);
        var reader = await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers);
        var before = await AskAsync(host, customer, reader);

        await ChangeAndHearAsync(host, customer, reader, before, $"DELETE FROM users WHERE id = '{customer.UserId}'");
    }

    [Fact]
    public async Task A_question_that_was_answered_is_answered_from_memory()
    {
        var (host, _) = await StartOnAClockAsync();
        var (customer, reader) = (await fixture.CreateCustomerAsync(), await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers));
        var before = await AskAsync(host, customer, reader);

        await using var connection = await fixture.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE customer_limits IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync(); // nobody reads limits now

        Assert.Equal(before, await AskAsync(host, customer, reader));
    }

    [Fact]
    public async Task A_host_that_hears_nothing_of_changes_asks_the_database()
    {
        var (host, clock) = await StartOnAClockAsync();
        var (customer, reader) = (await fixture.CreateCustomerAsync(), await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers));
        Assert.DoesNotContain("account_frozen", Codes(await AskAsync(host, customer, reader)));
        await FreezeWithoutTellingAsync(customer);
        Assert.DoesNotContain("account_frozen", Codes(await AskAsync(host, customer, reader)));

        await using var connection = await fixture.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE cache_invalidations IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync();
        clock.Advance(Promised);

        Assert.Contains("account_frozen", Codes(await AskAsync(host, customer, reader)));
    }

    [Fact]
    public async Task Nothing_is_remembered_for_longer_than_five_minutes()
    {
        var customer = await fixture.CreateCustomerAsync(); // before the host, which is not to hear of it
        var (host, clock) = await StartOnAClockAsync();
        await AskAsync(host, customer, await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers));
        await FreezeWithoutTellingAsync(customer);

        clock.Advance(TimeSpan.FromMinutes(5));
        await UntilItHearsAsync(host);

        Assert.Contains("account_frozen", Codes(await AskAsync(host, customer, await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers))));
    }

    [Fact]
    public async Task A_restriction_ends_in_memory_too()
    {
        var customer = await fixture.CreateCustomerAsync();
        await fixture.ExecuteAsync(
            $"INSERT INTO kyc_restrictions (id, user_id, kind, reason, starts_at, expires_at) VALUES (gen_random_uuid(), '{customer.UserId}', 'Watchlist', 'watchlisted', now(), now() + interval '1 minute')");
        var (host, clock) = await StartOnAClockAsync();
        var reader = await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers);
        Assert.Contains("watchlist", Codes(await AskAsync(host, customer, reader)));

        clock.Advance(TimeSpan.FromMinutes(1.1));
        await UntilItHearsAsync(host);

        Assert.DoesNotContain("watchlist", Codes(await AskAsync(host, customer, reader)));
    }

    private async Task ChangeAndHearAsync(RunningGrpcHost host, SignedInCustomer customer, Metadata reader, Entitled before, string change)
    {
        await fixture.ExecuteAsync(change);

        var committed = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var late = TimeProvider.System.GetElapsedTime(committed) > Promised; // of the question: an answer takes as long as the machine is busy
            if (!before.Equals(await FindAsync(host, customer, reader)))
                break;
            Assert.False(late, "A question that was asked a second after the change got the answer of before.");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    // While its clock stands still, the host reads nothing of changes and believes that it has just done so.
    private async Task<(RunningGrpcHost Host, FakeTimeProvider Clock)> StartOnAClockAsync()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var host = await fixture.StartAnotherAsync(settings => settings with { Time = clock });
        await UntilItHearsAsync(host);
        return (host, clock);
    }

    private static async Task UntilItHearsAsync(RunningGrpcHost host)
    {
        var feed = host.Services.GetRequiredService<InvalidationFeed>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!feed.IsCurrent)
            await Task.Delay(10, patience.Token);
    }

    private Task FreezeWithoutTellingAsync(SignedInCustomer customer) => fixture.ExecuteAsync(
        $"""
        BEGIN;
        ALTER TABLE users DISABLE TRIGGER users_entitlements_told;
        UPDATE users SET status = 'Frozen' WHERE id = '{customer.UserId}';
        ALTER TABLE users ENABLE TRIGGER users_entitlements_told;
        COMMIT
        """);

    private static async Task<Entitled> AskAsync(RunningGrpcHost host, SignedInCustomer customer, Metadata reader) =>
        (await host.Users.GetEntitlementsAsync(new() { UserId = customer.UserId.ToString() }, reader)).Entitlements;

    // Null where she is not known, or no longer.
    private static async Task<Entitled?> FindAsync(RunningGrpcHost host, SignedInCustomer customer, Metadata reader)
    {
        try
        {
            return await AskAsync(host, customer, reader);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            return null;
        }
    }

    private static IEnumerable<string> Codes(Entitled entitlements) => entitlements.Restrictions.Select(r => r.Code);
}
