using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Kyc;

/// <summary>Checks, and the tiers that they give.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class KycTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_new_customer_has_no_tier_no_limits_and_is_told_what_is_missing()
    {
        var customer = await stack.CreateCustomerAsync();

        var kyc = await customer.KycAsync();

        Assert.Equal(0, kyc.GetProperty("tier").GetInt32());
        Assert.Equal(0, kyc.GetProperty("limits").GetProperty("daily").GetInt64());
        var next = kyc.GetProperty("next");
        Assert.Equal(1, next.GetProperty("tier").GetInt32());
        Assert.Equal(5_000_000, next.GetProperty("limits").GetProperty("daily").GetInt64());
        Assert.Equal(30_000_000, next.GetProperty("limits").GetProperty("balance").GetInt64());
        var requirement = Assert.Single(next.GetProperty("requirements").EnumerateArray());
        Assert.Equal(["bvn", "nin"], requirement.GetProperty("anyOf").EnumerateArray().Select(k => k.GetString()));
        Assert.Equal("missing", requirement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_proven_bvn_gives_tier_1_and_a_nin_besides_gives_tier_2()
    {
        var customer = await stack.CreateCustomerAsync();

        await customer.ReachTier1Async();
        await customer.SettleAsync("nin", KycSteps.Number());
        using var submitted = await customer.SubmitAsync();
        var kyc = await customer.UntilAsync(k => k.GetProperty("tier").GetInt32() == 2, "tier 2");

        Assert.Equal(20_000_000, kyc.GetProperty("limits").GetProperty("daily").GetInt64());
        Assert.Equal("approved", kyc.CaseState());
        Assert.Equal("passed", KycSteps.Check(kyc, "watchlist")!.Value.GetProperty("state").GetString());
        var events = await stack.Events.WaitForAsync(customer.Id, all => all.Count(e => e.Type == "user.kyc_tier_changed.v1") == 2, "second user.kyc_tier_changed.v1");
        Assert.Equal([1, 2], events.Where(e => e.Type == "user.kyc_tier_changed.v1").Select(e => e.Data.GetProperty("to").GetInt32()));
        Assert.Contains("tier 2", (await stack.ReadMailAsync(customer.Email, "kyc_approved")).Body, StringComparison.Ordinal);
        Assert.True(await stack.QueryAsync<bool>("SELECT names_verified_at IS NOT NULL FROM users WHERE id = $1", customer.Id));
    }

    [Theory]
    [InlineData("444", "failed", "name_differs")]
    [InlineData("555", "failed", "not_found")]
    [InlineData("333", "in_review", "name_unclear")]
    public async Task What_the_register_says_otherwise_is_told_in_words(string prefix, string state, string reason)
    {
        var customer = await stack.CreateCustomerAsync();

        var check = await customer.SettleAsync("bvn", KycSteps.Number(prefix));

        Assert.Equal(state, check.GetProperty("state").GetString());
        Assert.Equal(reason, check.GetProperty("reason").GetString());
        Assert.False(string.IsNullOrEmpty(check.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task One_bvn_proves_one_customer_only()
    {
        var (first, second, bvn) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync(), KycSteps.Number());
        await first.ReachTier1Async(bvn);

        var check = await second.SettleAsync("bvn", bvn);

        Assert.Equal("failed", check.GetProperty("state").GetString());
        Assert.Equal("number_in_use", check.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Of_customers_who_prove_one_bvn_at_once_one_has_it()
    {
        var customers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stack.CreateCustomerAsync()));
        var bvn = KycSteps.Number();

        var states = await Task.WhenAll(customers.Select(async c => (await c.SettleAsync("bvn", bvn)).GetProperty("state").GetString()));

        Assert.Equal(1, states.Count(s => s == "passed"));
        Assert.Equal(4, states.Count(s => s == "failed"));
    }

    [Fact]
    public async Task Ten_requests_at_once_open_one_check_and_one_paid_call()
    {
        var (customer, bvn) = (await stack.CreateCustomerAsync(), KycSteps.Number());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => customer.ProveAsync("bvn", bvn)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Accepted);
        foreach (var refused in answers.Where(a => a.StatusCode is not HttpStatusCode.Accepted))
            Assert.Contains((await refused.ReadJsonAsync()).GetProperty("code").GetString(), (string?[])["verification_in_progress", "already_verified"]);
        await customer.SettledAsync("bvn");
        Assert.Equal(1, await stack.QueryAsync<long>("SELECT count(*) FROM partner_calls WHERE user_id = $1", customer.Id));
    }

    [Fact]
    public async Task The_same_question_is_never_paid_for_twice()
    {
        var (customer, bvn) = (await stack.CreateCustomerAsync(), KycSteps.Number("444"));

        await customer.SettleAsync("bvn", bvn);
        await customer.SettleAsync("bvn", bvn);

        Assert.Equal(2, await stack.QueryAsync<long>("SELECT count(*) FROM kyc_checks WHERE user_id = $1", customer.Id));
        Assert.Equal(1, await stack.QueryAsync<long>("SELECT count(*) FROM partner_calls WHERE user_id = $1", customer.Id));
    }

    [Fact]
    public async Task Tries_are_counted_by_the_day()
    {
        var customer = await stack.CreateCustomerAsync();
        for (var i = 0; i < 5; i++)
            await customer.SettleAsync("bvn", KycSteps.Number("555"));

        using var refused = await customer.ProveAsync("bvn", KycSteps.Number("555"));

        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.FromHours(23));
    }

    [Theory]
    [InlineData("bankCode", "044", "accountNumber")]
    [InlineData("accountNumber", "0690000032", "bankCode")]
    public async Task A_bank_and_an_account_there_go_together(string given, string value, string missing)
    {
        var customer = await stack.CreateCustomerAsync();

        using var refused = await customer.Client.PostAsJsonAsync(
            "/v1/kyc/bvn", new Dictionary<string, string> { ["bvn"] = KycSteps.Number(), ["dateOfBirth"] = "1990-04-12", [given] = value });

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(missing, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_date_of_birth_before_1900_is_said_to_be_that()
    {
        var customer = await stack.CreateCustomerAsync();

        using var refused = await customer.ProveAsync("nin", KycSteps.Number(), "1899-12-31");

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal("Before 1900.", problem.GetProperty("errors").GetProperty("dateOfBirth")[0].GetString());
    }

    [Fact]
    public async Task Who_has_proven_to_be_somebody_is_nobody_else_afterwards()
    {
        var (honest, mistaken) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        const string Renamed = """{"firstName":"Bob","lastName":"Zzz"}""";

        using var opened = await honest.ProveAsync("bvn", KycSteps.Number());
        using var atOnce = await honest.PatchProfileAsync(Renamed, "*");
        await honest.SettledAsync("bvn");
        using var afterwards = await honest.PatchProfileAsync(Renamed, "*");
        using var sameNames = await honest.PatchProfileAsync("""{"locale":"en-NG"}""", "*");
        await mistaken.SettleAsync("bvn", KycSteps.Number("444"));
        using var corrected = await mistaken.PatchProfileAsync(Renamed, "*");

        await atOnce.ShouldBeProblemAsync(HttpStatusCode.Conflict, "names_locked");
        await afterwards.ShouldBeProblemAsync(HttpStatusCode.Conflict, "names_locked");
        Assert.Equal(HttpStatusCode.OK, sameNames.StatusCode);
        Assert.Equal(HttpStatusCode.OK, corrected.StatusCode); // the check has failed: perhaps the names were wrong
    }

    [Fact]
    public async Task Children_are_refused()
    {
        var customer = await stack.CreateCustomerAsync();
        var birth = DateOnly.FromDateTime(stack.Clock.GetUtcNow().AddYears(-17).UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        using var refused = await customer.ProveAsync("bvn", KycSteps.Number(), birth);

        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "too_young");
    }

    [Fact]
    public async Task A_watchlisted_person_gets_no_tier_by_herself_and_a_restriction_that_ends()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number("666"));

        using var submitted = await customer.SubmitAsync(1);
        var kyc = await customer.UntilAsync(k => k.CaseState() == "in_review", "review");

        Assert.Equal(0, kyc.GetProperty("tier").GetInt32());
        var restriction = Assert.Single(kyc.GetProperty("restrictions").EnumerateArray());
        Assert.Equal("watchlist", restriction.GetProperty("code").GetString());
        Assert.InRange(restriction.GetProperty("until").GetDateTimeOffset() - stack.Clock.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Numbers_lie_nowhere_readable()
    {
        var (customer, bvn) = (await stack.CreateCustomerAsync(), KycSteps.Number());
        await customer.ReachTier1Async(bvn);

        foreach (var table in new[] { "kyc_checks", "kyc_identities", "kyc_cases", "partner_calls", "audit_entries", "outbox_messages" })
            Assert.Equal(0, await stack.QueryAsync<long>($"SELECT count(*) FROM {table} t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'", bvn));
        Assert.DoesNotContain(stack.Logs.Lines, line => line.Contains(bvn, StringComparison.Ordinal));
    }
}
