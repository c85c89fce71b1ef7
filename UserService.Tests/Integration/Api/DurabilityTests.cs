using System.Net;
using System.Net.Http.Json;
using Npgsql;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>What is written together, and what can never be changed.</summary>
[Collection(ServersCollection.Name)]
public sealed class DurabilityTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly string[] Written = ["users", "password_credentials", "code_challenges", "audit_entries", "outbox_messages", "notifications"];
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_registration_writes_user_credential_audit_entry_and_event_in_one_transaction()
    {
        var registration = await stack.RegisterAsync();
        var userId = await stack.QueryAsync<Guid>("SELECT id FROM users WHERE email = $1", registration.Email);

        // xmin is the transaction that wrote a row; the Worker has written to some of these rows since, never to the others.
        var transactions = await stack.QueryAsync<int>(
            """
            SELECT count(DISTINCT x) FROM (
                SELECT xmin::text AS x FROM users WHERE id = $1
                UNION ALL SELECT xmin::text FROM password_credentials WHERE user_id = $1
                UNION ALL SELECT xmin::text FROM audit_entries WHERE subject_id = $1
                UNION ALL SELECT xmin::text FROM code_challenges WHERE user_id = $1
                UNION ALL SELECT xmin::text FROM outbox_sequences WHERE user_id = $1) AS rows
            """,
            userId);

        Assert.Equal(1, transactions);
        foreach (var (table, column) in ((string, string)[])[("users", "id"), ("password_credentials", "user_id"), ("audit_entries", "subject_id"), ("outbox_messages", "user_id")])
            Assert.Equal(1, await stack.QueryAsync<int>($"SELECT count(*) FROM {table} WHERE {column} = $1", userId));
    }

    [Fact]
    public async Task A_registration_that_fails_at_the_commit_leaves_nothing_and_says_nothing()
    {
        var address = Stack.NewAddress();
        await stack.ExecuteAsync(
            $"""
             CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk of server db-7 is full'; END $$;
             CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON users DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW WHEN (NEW.email = '{address}') EXECUTE FUNCTION fail();
             """);
        var before = await CountAsync();

        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/register", new Registration(address, "violet-Kestrel-42x").Body);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        Assert.DoesNotContain("db-7", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync());
        await stack.ExecuteAsync("DROP TRIGGER fail ON users; DROP FUNCTION fail()");
        Assert.Equal(HttpStatusCode.Accepted, (await stack.Client.PostAsJsonAsync("/v1/auth/register", new Registration(address, "violet-Kestrel-42x").Body)).StatusCode);
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET reason = 'x'")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("TRUNCATE audit_entries")]
    [InlineData("UPDATE {partition} SET reason = 'x'")]
    [InlineData("DELETE FROM {partition}")]
    [InlineData("TRUNCATE {partition}")]
    public async Task The_audit_trail_refuses_every_change(string statement)
    {
        await stack.RegisterAsync();
        var partition = await stack.QueryAsync<string>("SELECT tableoid::regclass::text FROM audit_entries LIMIT 1");
        var before = await stack.QueryAsync<long>("SELECT count(*) FROM audit_entries");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => stack.ExecuteAsync(statement.Replace("{partition}", partition, StringComparison.Ordinal)));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        Assert.Equal(before, await stack.QueryAsync<long>("SELECT count(*) FROM audit_entries"));
    }

    [Fact]
    public async Task Each_step_of_a_customer_leaves_its_audit_entry_with_who_and_from_where()
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.LoginAsync(password: "wrong-Kestrel-42x")).Dispose();
        (await customer.LoginAsync()).Dispose();
        (await customer.PatchProfileAsync("""{"displayName":"Countess"}""", "\"1\"")).Dispose();
        (await customer.Client.PostAsync("/v1/auth/logout", null)).Dispose();

        var trail = await stack.QueryAsync<string>(
            "SELECT string_agg(action || ' ' || actor_type, ', ' ORDER BY occurred_at, id) FROM audit_entries WHERE subject_id = $1", customer.Id);

        foreach (var entry in (string[])[
            "user.registered anonymous", "user.email_verified user", "auth.device_added user", "auth.login_succeeded user", "auth.login_failed anonymous",
            "user.profile_updated user", "auth.session_revoked user"])
            Assert.Contains(entry, trail, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", await stack.QueryAsync<string>("SELECT string_agg(DISTINCT address, ',') FROM audit_entries WHERE subject_id = $1", customer.Id));
        Assert.Equal(
            1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'auth.session_revoked' AND session_id = $2", customer.Id, customer.SessionId));
    }

    private async Task<string> CountAsync()
    {
        var counts = await Task.WhenAll(Written.Select(table => stack.QueryAsync<long>($"SELECT count(*) FROM {table}")));
        return string.Join(' ', counts);
    }
}
