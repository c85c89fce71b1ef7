using System.Net;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Kyc;

namespace UserService.Tests.Integration.Admin;

[Collection(OtherServersCollection.Name)]
public sealed class ReviewTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_case_in_review_is_approved_by_two()
    {
        var (customer, maker, checker) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"), await stack.CreateStaffAsync("compliance"));
        var caseId = await InReviewAsync(customer);

        Assert.Contains(caseId.ToString(), (await maker.GetAsync("kyc/cases?limit=100")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(customer.Id, (await maker.GetAsync($"kyc/cases/{caseId}")).GetProperty("userId").GetGuid());
        var request = await maker.AskAsync($"kyc/cases/{caseId}/approve", new { reason = "Passport seen" });
        await (await maker.ApproveAsync(request)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "own_request");
        Assert.Equal(0, (await customer.KycAsync()).GetProperty("tier").GetInt32());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => checker.ApproveAsync(request)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        foreach (var late in answers.Where(a => a.StatusCode is not HttpStatusCode.NoContent))
            await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "request_decided");
        Assert.Equal(1, (await customer.KycAsync()).GetProperty("tier").GetInt32());
        Assert.Equal("approved", (await checker.GetAsync($"requests/{request}")).GetProperty("state").GetString());
        await (await maker.PostAsync($"kyc/cases/{caseId}/reject", new { code = "unreadable", words = "Too late." })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "case_not_in_review");
    }

    [Fact]
    public async Task A_case_is_rejected_by_one_in_words_for_the_customer()
    {
        var (customer, reviewer, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"), await stack.CreateStaffAsync("support"));
        var caseId = await InReviewAsync(customer);
        await (await support.Client.GetAsync("/v1/admin/kyc/cases")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await reviewer.PostAsync($"kyc/cases/{caseId}/reject", new { code = "because", words = "No." })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "unknown_reason");

        Assert.Equal(HttpStatusCode.NoContent, (await reviewer.PostAsync($"kyc/cases/{caseId}/reject", new { code = "name_differs", words = "Please use the name in your passport." })).StatusCode);

        Assert.Equal("rejected", (await customer.KycAsync()).CaseState());
    }

    [Fact]
    public async Task A_customer_is_found_by_BVN_whose_number_is_shown_for_a_reason_only()
    {
        var (customer, compliance) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"));
        var bvn = KycSteps.Number();
        await customer.ReachTier1Async(bvn);

        using var found = await compliance.PostAsync("users/search", new { by = "bvn", value = bvn });
        Assert.Equal(customer.Id, (await found.ReadJsonAsync()).GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid());
        using var nobody = await compliance.PostAsync("users/search", new { by = "bvn", value = KycSteps.Number() });
        Assert.Empty((await nobody.ReadJsonAsync()).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain(bvn, (await compliance.GetAsync($"users/{customer.Id}")).GetRawText(), StringComparison.Ordinal);

        using var unmasked = await compliance.PostAsync($"users/{customer.Id}/unmask", new { fields = new[] { "bvn", "nin" }, reason = "A court order" });
        var fields = (await unmasked.ReadJsonAsync()).GetProperty("fields");
        Assert.Equal((bvn, null), (fields.GetProperty("bvn").GetString(), fields.GetProperty("nin").GetString()));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE position($1 in coalesce(reason, '')) > 0", bvn));
    }

    [Fact]
    public async Task A_tiers_rule_is_set_by_two()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var (maker, checker) = (await own.CreateStaffAsync("compliance"), await own.CreateStaffAsync("compliance"));
        var rule = Rule(1, 6_000_000, 7_000_000, 40_000_000, own.Clock.GetUtcNow().AddDays(30));
        await (await maker.PostAsync("limits", Rule(1, 6_000_000, 7_000_000, 40_000_000, own.Clock.GetUtcNow().AddYears(-1))))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "limit_in_the_past");

        var request = await maker.AskAsync("limits", rule);
        var before = (await checker.GetAsync("limits?country=NG")).GetProperty("items").GetArrayLength();
        Assert.Equal("7000000", (await checker.GetAsync($"requests/{request}")).GetProperty("details").GetProperty("daily").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await checker.ApproveAsync(request)).StatusCode);

        var after = (await checker.GetAsync("limits?country=NG")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(before + 1, after.Count);
        Assert.Contains(after, r => r.GetProperty("dailyLimit").ValueKind is System.Text.Json.JsonValueKind.Number && r.GetProperty("dailyLimit").GetInt64() == 7_000_000);
    }

    [Theory]
    [InlineData("single")]
    [InlineData("daily")]
    [InlineData("balance")]
    [InlineData("requirements")]
    public async Task A_rule_that_forgets_a_member_is_refused_by_its_name(string member)
    {
        var maker = await stack.CreateStaffAsync("compliance");
        var rule = Rule(1, 5_000_000, 5_000_000, 30_000_000, stack.Clock.GetUtcNow().AddDays(30));
        rule.Remove(member);

        var problem = await (await maker.PostAsync("limits", rule)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

        Assert.Equal([member], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task A_tier_above_0_needs_proof()
    {
        var maker = await stack.CreateStaffAsync("compliance");
        var rule = Rule(1, 5_000_000, 5_000_000, 30_000_000, stack.Clock.GetUtcNow().AddDays(30));
        foreach (var none in (string[]?[])[null, []])
        {
            rule["requirements"] = none;
            var problem = await (await maker.PostAsync("limits", rule)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
            Assert.Equal(["requirements"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        }

        var from = stack.Clock.GetUtcNow().AddDays(31);
        await maker.AskAsync("limits", Rule(0, 0, 0, 0, from));
        await maker.AskAsync("limits", Rule(3, null, null, null, from)); // said to have no limit, not forgotten
    }

    [Theory]
    [InlineData(1, 6_000_000L, 5_000_000L, 30_000_000L)] // one payment above the day's
    [InlineData(1, null, 5_000_000L, 30_000_000L)]
    [InlineData(1, 5_000_000L, 21_000_000L, 30_000_000L)] // above tier 2
    [InlineData(1, 5_000_000L, 5_000_000L, null)]
    [InlineData(2, 4_000_000L, 20_000_000L, 50_000_000L)] // below tier 1
    [InlineData(0, 0L, 0L, 31_000_000L)]
    [InlineData(1, 5_000_000L, 5_000_000L, 30_000_000L, "USD")]
    public async Task Limits_do_not_fall_with_the_tier_and_are_in_one_currency(int tier, long? single, long? daily, long? balance, string currency = "NGN")
    {
        var maker = await stack.CreateStaffAsync("compliance");

        using var refused = await maker.PostAsync("limits", Rule(tier, single, daily, balance, stack.Clock.GetUtcNow().AddDays(30), currency));

        await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_limit");
    }

    [Fact]
    public async Task Of_two_rules_that_do_not_go_together_one_is_set()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var (maker, checker) = (await own.CreateStaffAsync("compliance"), await own.CreateStaffAsync("compliance"));
        var from = own.Clock.GetUtcNow().AddDays(30);
        var raised = await maker.AskAsync("limits", Rule(1, 15_000_000, 15_000_000, 30_000_000, from));
        var lowered = await maker.AskAsync("limits", Rule(2, 10_000_000, 10_000_000, 50_000_000, from));

        var answers = await Task.WhenAll(checker.ApproveAsync(raised), checker.ApproveAsync(lowered));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        await answers.Single(a => a.StatusCode is not HttpStatusCode.NoContent).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_limit");
    }

    [Fact]
    public async Task Dead_letters_are_listed_and_given_up_by_admins()
    {
        await using var own = await fixture.StartAsync(new StackOptions { WithWorker = true });
        var (customer, admin) = (await own.CreateCustomerAsync(), await own.CreateStaffAsync("admin"));
        await (await customer.Client.GetAsync("/v1/admin/dead-letters")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.Empty((await admin.GetAsync("dead-letters")).GetProperty("items").EnumerateArray());
        foreach (var act in (string[])["replay", "discard"])
            await (await admin.PostAsync($"dead-letters/{Guid.Empty}/{act}", new { reason = "There is none" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static Dictionary<string, object?> Rule(int tier, long? single, long? daily, long? balance, DateTimeOffset from, string currency = "NGN")
    {
        string[] requirements = tier == 0 ? [] : ["bvn|nin"];
        return new Dictionary<string, object?>
        {
            ["country"] = "NG",
            ["tier"] = tier,
            ["currency"] = currency,
            ["single"] = single,
            ["daily"] = daily,
            ["balance"] = balance,
            ["requirements"] = requirements,
            ["effectiveFrom"] = from,
            ["reason"] = "A circular",
        };
    }

    private static async Task<Guid> InReviewAsync(Customer customer)
    {
        await customer.SettleAsync("bvn", KycSteps.Number("333"));
        (await customer.SubmitAsync(1)).Dispose();
        return (await customer.UntilAsync(k => k.CaseState() == "in_review", "review")).GetProperty("case").GetProperty("id").GetGuid();
    }
}
