using System.Globalization;
using Npgsql;
using UserService.Core.Audit.Sealing;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Audit;

/// <summary>What somebody with all rights in the database does to the trail shows. Each test has a stack of its own to spoil.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class SealingTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string WithoutTriggers = "SET session_replication_role = replica; ";

    [Fact]
    public async Task What_was_done_is_sealed_within_moments_and_verifies()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());
        await stack.CreateCustomerAsync();
        await SealedAsync(stack);

        var (exitCode, output) = await stack.RunWorkerAsync("audit", "verify");

        Assert.True(exitCode == 0, output);
        Assert.Matches("[1-9][0-9]* entries in [1-9][0-9]* seals, 0 not sealed yet, 0 faults", output);
        Assert.Matches("head [0-9]+:[0-9a-f]{64}", output);
    }

    [Fact]
    public async Task A_changed_a_removed_and_an_inserted_entry_are_each_named()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());
        await stack.CreateCustomerAsync();
        await SealedAsync(stack);
        var ids = (await stack.QueryAsync<string>("SELECT string_agg(id::text, ',' ORDER BY id) FROM (SELECT id FROM audit_entries ORDER BY id LIMIT 3) e")).Split(',');
        var inserted = Guid.CreateVersion7(stack.Clock.GetUtcNow());
        await stack.ExecuteAsync(
            $"""
             {WithoutTriggers}
             UPDATE audit_entries SET reason = 'nothing happened' WHERE id = '{ids[0]}';
             DELETE FROM audit_entries WHERE id = '{ids[1]}';
             INSERT INTO audit_entries (id, occurred_at, action, actor_type) SELECT '{inserted}', occurred_at, action, actor_type FROM audit_entries WHERE id = '{ids[2]}';
             """);

        var (exitCode, output) = await stack.RunWorkerAsync("audit", "verify");

        Assert.Equal(1, exitCode);
        Assert.Matches($"entry_changed\tseal [0-9]+\tentry {ids[0]}", output);
        Assert.Matches($"entry_removed\tseal [0-9]+\tentry {ids[1]}", output);
        Assert.Contains($"entry_inserted\tseal -\tentry {inserted}", output, StringComparison.Ordinal);
        Assert.Contains(", 3 faults", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_is_inserted_as_the_service_does_it_shows_before_and_after_it_is_sealed()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        await stack.UseAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None));
        var forged = Guid.CreateVersion7(stack.Clock.GetUtcNow());
        await stack.ExecuteAsync($"INSERT INTO audit_entries (id, occurred_at, action, actor_type, mac) VALUES ('{forged}', now(), 'auth.login_succeeded', 'user', '\\x{new string('0', 64)}')");

        Assert.Equal(("entry_inserted", forged), One(await VerifyAsync(stack)));
        await stack.UseAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None));
        Assert.Equal(("entry_inserted", forged), One(await VerifyAsync(stack)));
    }

    [Fact]
    public async Task What_is_removed_before_it_is_sealed_shows_too()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        await stack.RegisterAsync();
        var removed = await stack.QueryAsync<Guid>("SELECT id FROM audit_entries WHERE action = 'user.registered'");
        await stack.ExecuteAsync($"{WithoutTriggers} DELETE FROM audit_entries WHERE id = '{removed}'");

        await stack.UseAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None));

        Assert.Equal(("entry_removed", removed), One(await VerifyAsync(stack)));
    }

    [Theory]
    [InlineData("UPDATE audit_seals SET entry_ids = entry_ids[2:], leaf_hashes = substring(leaf_hashes FROM 33) WHERE number = 2", "seal_changed")]
    [InlineData("UPDATE audit_seals SET sealed_at = sealed_at - interval '1 day' WHERE number = 2", "seal_changed")]
    [InlineData("UPDATE audit_seals SET signature = signature || '' , hash = previous_hash WHERE number = 2", "seal_changed")]
    [InlineData("UPDATE audit_seals SET signature = (SELECT signature FROM audit_seals WHERE number = 1) WHERE number = 2", "seal_forged")]
    [InlineData("DELETE FROM audit_seals WHERE number = 2", "seal_missing")]
    [InlineData("UPDATE audit_keys SET private_protected = '\\x01'", "seal_forged")]
    public async Task Seals_cannot_be_adjusted_to_what_was_changed(string spoiling, string fault)
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        for (var seal = 1; seal <= 3; seal++)
        {
            await stack.RegisterAsync();
            await stack.UseAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None));
        }

        Assert.Empty((await VerifyAsync(stack)).Faults);
        await stack.ExecuteAsync(WithoutTriggers + spoiling);
        Assert.Contains((await VerifyAsync(stack)).Faults, f => f.Kind == fault);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_shows_to_who_noted_the_head()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        await stack.UseAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None));
        await stack.RegisterAsync();
        await stack.UseAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None));
        var head = (await VerifyAsync(stack)).Head!;
        await stack.ExecuteAsync(
            $"{WithoutTriggers} DELETE FROM audit_entries WHERE id IN (SELECT unnest(entry_ids) FROM audit_seals WHERE number = 2); DELETE FROM audit_seals WHERE number = 2");

        Assert.Empty((await VerifyAsync(stack)).Faults);
        Assert.Equal("head_missing", (await stack.UseAsync((IAuditVerifier v) => v.VerifyAsync(head, CancellationToken.None))).Faults.Single().Kind);
    }

    [Fact]
    public async Task Workers_that_seal_at_once_make_one_chain()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false, Settings = { ["Audit:BatchSize"] = "3" } });
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stack.RegisterAsync()));

        for (var round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stack.UseAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None))));

        var report = await VerifyAsync(stack);
        Assert.Empty(report.Faults);
        Assert.Equal((0, await stack.QueryAsync<long>("SELECT count(*) FROM audit_entries")), (report.Unsealed, report.Entries));
    }

    [Theory]
    [InlineData("UPDATE audit_seals SET root = ''")]
    [InlineData("DELETE FROM audit_seals")]
    [InlineData("TRUNCATE audit_seals")]
    public async Task Seals_are_append_only(string statement)
    {
        await SealedAsync(fixture.Stack);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => fixture.Stack.ExecuteAsync(statement));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_worker_makes_partitions_ahead()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        var name = $"audit_entries_{stack.Clock.GetUtcNow().AddMonths(3).ToString("yyyyMM", CultureInfo.InvariantCulture)}";
        await stack.ExecuteAsync($"DROP TABLE IF EXISTS {name}");

        await stack.StartWorkerAsync();

        for (var look = 0; look < 600 && await stack.QueryAsync<bool>($"SELECT to_regclass('{name}') IS NULL"); look++)
            await Task.Delay(50);
        Assert.True(await stack.QueryAsync<bool>($"SELECT to_regclass('{name}') IS NOT NULL"));
    }

    private static Task<AuditReport> VerifyAsync(Stack stack) => stack.UseAsync((IAuditVerifier v) => v.VerifyAsync(null, CancellationToken.None));

    private static (string Kind, Guid Entry) One(AuditReport report)
    {
        var fault = Assert.Single(report.Faults);
        return (fault.Kind, fault.Entry!.Value);
    }

    private static async Task SealedAsync(Stack stack)
    {
        for (var look = 0; look < 1200; look++)
        {
            if (await stack.QueryAsync<long>("SELECT (SELECT count(*) FROM audit_unsealed) + (SELECT count(*) = 0 FROM audit_seals)::int") == 0)
                return;
            await Task.Delay(25);
        }

        Assert.Fail("Nothing was sealed within 30 s.");
    }
}
