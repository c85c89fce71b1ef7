using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using UserService.Core.Audit;
using UserService.Core.Kyc;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Kyc;

namespace UserService.Tests.Integration.Entitlements;

[Collection(OtherServersCollection.Name)]
public sealed class EntitlementTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Without_an_identity_nothing_is_posted()
    {
        var customer = await stack.CreateCustomerAsync();

        var allowed = await ReadAsync(customer.Client);

        Assert.False(allowed.GetProperty("canDebit").GetBoolean());
        Assert.False(allowed.GetProperty("canCredit").GetBoolean());
        Assert.Equal(0, allowed.GetProperty("dailyLimit").GetInt64());
        Assert.Equal(["no_identity"], Codes(allowed));
    }

    [Fact]
    public async Task Who_lives_where_no_rules_are_has_no_limits_and_no_currency()
    {
        var customer = await stack.CreateCustomerAsync();
        await stack.ExecuteAsync($"UPDATE users SET country = 'BR' WHERE id = '{customer.Id}'");

        var allowed = await ReadAsync(customer.Client);
        var kyc = await customer.KycAsync();

        Assert.Equal(("XXX", 0L), (allowed.GetProperty("currency").GetString(), allowed.GetProperty("dailyLimit").GetInt64()));
        Assert.Equal("XXX", kyc.GetProperty("limits").GetProperty("currency").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, kyc.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_tier_without_a_rule_has_the_currency_of_its_countrys_rules()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var customer = await own.CreateCustomerAsync();
        await own.ExecuteAsync($"UPDATE users SET country = 'KE' WHERE id = '{customer.Id}'");
        var proposal = new TierRuleProposal("KE", 1, "KES", 1, 1, 1, ["nin"], own.Clock.GetUtcNow());

        Assert.Null(await own.UseAsync<ILimitService, Core.Errors.Error?>(l => l.ApplyAsync(proposal, Actor.System, CancellationToken.None)));

        var kyc = await customer.UntilAsync(k => k.GetProperty("next").ValueKind is System.Text.Json.JsonValueKind.Object, "the rule to be known");
        Assert.Equal("KES", kyc.GetProperty("limits").GetProperty("currency").GetString());
        Assert.Equal("KES", (await ReadAsync(customer.Client)).GetProperty("currency").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(23.99)]
    public async Task A_new_device_is_capped_for_a_day(double hours)
    {
        var customer = await TierOneAsync();
        await AgeDeviceAsync(customer, TimeSpan.FromHours(hours));

        for (var question = 0; question < 2; question++) // the second is answered with what is known of the device
        {
            var allowed = await ReadAsync(customer.Client);
            Assert.Equal(2_000_000, allowed.GetProperty("dailyLimit").GetInt64());
            Assert.Equal(2_000_000, allowed.GetProperty("singleLimit").GetInt64());
            Assert.Equal(30_000_000, allowed.GetProperty("balanceLimit").GetInt64());
            Assert.Equal(["new_device"], Codes(allowed));
        }
    }

    [Fact]
    public async Task A_device_seen_for_a_day_is_capped_no_more()
    {
        var customer = await TierOneAsync();
        await AgeDeviceAsync(customer, TimeSpan.FromHours(24.01));

        for (var question = 0; question < 2; question++)
        {
            var allowed = await ReadAsync(customer.Client);
            Assert.Equal(5_000_000, allowed.GetProperty("dailyLimit").GetInt64());
            Assert.Empty(Codes(allowed));
        }
    }

    [Fact]
    public async Task A_freeze_counts_at_once_on_every_host()
    {
        var customer = await TierOneAsync();
        using var elsewhere = await stack.StartReplicaAsync(customer.AccessToken);
        Assert.True((await ReadAsync(elsewhere)).GetProperty("canDebit").GetBoolean());

        Assert.Equal(HttpStatusCode.NoContent, (await customer.Client.PostAsync("/v1/settings/freeze", null)).StatusCode);

        var allowed = await ReadAsync(elsewhere);
        Assert.False(allowed.GetProperty("canDebit").GetBoolean());
        Assert.True(allowed.GetProperty("canCredit").GetBoolean());
        Assert.Contains("account_frozen", Codes(allowed));
    }

    [Fact]
    public async Task A_customers_own_limits_count_and_are_taken_away_again()
    {
        var customer = await TierOneAsync();
        await AgeDeviceAsync(customer, TimeSpan.FromDays(2));

        using var set = await PatchAsync(customer, """{"single":100000,"daily":9000000,"instantPayments":false}""", "\"0\"");
        Assert.True(set.StatusCode is HttpStatusCode.OK, await set.Content.ReadAsStringAsync());
        var allowed = await ReadAsync(customer.Client);
        Assert.Equal(100_000, allowed.GetProperty("singleLimit").GetInt64());
        Assert.Equal(5_000_000, allowed.GetProperty("dailyLimit").GetInt64());
        Assert.Equal(0, allowed.GetProperty("instantLimit").GetInt64());

        using var lost = await PatchAsync(customer, """{"single":null}""", "\"0\"");
        await lost.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var unset = await PatchAsync(customer, """{"single":null,"instantPayments":true}""", set.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, unset.StatusCode);
        var back = await ReadAsync(customer.Client);
        Assert.Equal(5_000_000, back.GetProperty("singleLimit").GetInt64());
        Assert.Equal(5_000_000, back.GetProperty("instantLimit").GetInt64());
    }

    [Fact]
    public async Task Of_first_limits_set_at_once_one_is_kept()
    {
        var customer = await stack.CreateCustomerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => PatchAsync(customer, $$"""{"single":{{i * 1000}}}""", "\"0\"")));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.StatusCode is not HttpStatusCode.OK), a => Assert.Equal(HttpStatusCode.PreconditionFailed, a.StatusCode));
    }

    [Fact]
    public async Task A_new_rule_of_a_tier_counts_on_every_host_within_a_second()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var customer = await own.CreateCustomerAsync();
        await customer.ReachTier1Async();
        using var elsewhere = await own.StartReplicaAsync(customer.AccessToken);
        Assert.Equal(30_000_000, (await ReadAsync(elsewhere)).GetProperty("balanceLimit").GetInt64());
        var proposal = new TierRuleProposal("NG", 1, "NGN", 4_000_000, 4_000_000, 20_000_000, ["bvn|nin"], own.Clock.GetUtcNow());

        Assert.Null(await own.UseAsync<ILimitService, Core.Errors.Error?>(l => l.ApplyAsync(proposal, Actor.System, CancellationToken.None)));

        var applied = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var late = TimeProvider.System.GetElapsedTime(applied) > Promised; // of the question: an answer takes as long as the machine is busy
            if ((await ReadAsync(elsewhere)).GetProperty("balanceLimit").GetInt64() == 20_000_000)
                break;
            Assert.False(late, "The other host still answers by the old rule after a second.");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Rules_are_not_made_for_the_past_and_not_twice_for_one_moment()
    {
        var soon = stack.Clock.GetUtcNow().AddYears(5);
        var proposal = new TierRuleProposal("GH", 1, "GHS", 1, 1, 1, ["bvn"], soon);
        Task<Core.Errors.Error?> ApplyAsync(TierRuleProposal p) => stack.UseAsync<ILimitService, Core.Errors.Error?>(l => l.ApplyAsync(p, Actor.System, CancellationToken.None));

        Assert.Null(await ApplyAsync(proposal));
        Assert.Equal("limit_exists", (await ApplyAsync(proposal))?.Code);
        Assert.Equal("limit_in_the_past", (await stack.UseAsync<ILimitService, Core.Errors.Error?>(l => l.ValidateAsync(proposal with { EffectiveFrom = soon.AddYears(-6) }, CancellationToken.None)))?.Code);
        Assert.Equal("invalid_limit", (await ApplyAsync(proposal with { Tier = 4 }))?.Code);
        Assert.Equal("invalid_limit", (await ApplyAsync(proposal with { DailyLimit = -1 }))?.Code);
        Assert.Equal("invalid_limit", (await ApplyAsync(proposal with { Requirements = ["palmistry"] }))?.Code);
        Assert.Equal("invalid_limit", (await ApplyAsync(proposal with { Tier = 2, DailyLimit = 0, SingleLimit = 0 }))?.Code); // below tier 1
        Assert.Equal("invalid_limit", (await ApplyAsync(proposal with { Tier = 2, Currency = "NGN" }))?.Code);
        Assert.Equal("invalid_limit", (await ApplyAsync(proposal with { Tier = 2, Requirements = [] }))?.Code);
    }

    private async Task<Customer> TierOneAsync()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.ReachTier1Async();
        return customer;
    }

    private Task AgeDeviceAsync(Customer customer, TimeSpan age) => stack.ExecuteAsync(
        $"UPDATE devices SET first_seen_at = '{(stack.Clock.GetUtcNow() - age).UtcDateTime:O}' WHERE user_id = '{customer.Id}'");

    private static async Task<JsonElement> ReadAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/v1/entitlements");
        Assert.True(response.StatusCode is HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.ReadJsonAsync();
    }

    private static Task<HttpResponseMessage> PatchAsync(Customer customer, string json, string ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, "/v1/settings/limits") { Content = new StringContent(json) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/merge-patch+json");
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return customer.Client.SendAsync(request);
    }

    private static IEnumerable<string?> Codes(JsonElement allowed) => allowed.GetProperty("restrictions").EnumerateArray().Select(r => r.GetProperty("code").GetString());
}
