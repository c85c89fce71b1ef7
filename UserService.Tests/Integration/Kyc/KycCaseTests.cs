using System.Net;
using System.Net.Http.Json;
using UserService.Core.Audit;
using UserService.Core.Kyc;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Kyc;

/// <summary>Cases: handed in, looked at by staff, decided.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class KycCaseTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Handing_in_while_the_check_is_decided_strands_no_case()
    {
        var customers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => stack.CreateCustomerAsync()));

        await Task.WhenAll(customers.Select(async customer =>
        {
            using var opened = await customer.ProveAsync("bvn", KycSteps.Number());
            Assert.Equal(HttpStatusCode.Accepted, opened.StatusCode);
            using var submitted = await customer.SubmitAsync(1);
            Assert.True(submitted.StatusCode is HttpStatusCode.OK, await submitted.Content.ReadAsStringAsync());
            await customer.UntilAsync(k => k.GetProperty("tier").GetInt32() == 1, "tier 1");
        }));
    }

    [Fact]
    public async Task Nothing_is_handed_in_while_something_is_missing()
    {
        var customer = await stack.CreateCustomerAsync();

        using var nothing = await customer.SubmitAsync();
        await nothing.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "requirements_missing");
        await customer.ReachTier1Async();
        using var again = await customer.SubmitAsync(1);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tier_not_available");
        using var tooHigh = await customer.SubmitAsync(3);
        await tooHigh.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "requirements_missing");
    }

    [Fact]
    public async Task A_tier_that_needs_something_of_the_profile_is_not_asked_for_without()
    {
        await using var own = await fixture.StartAsync(new StackOptions { Settings = { ["Profiles:TierFields:1:0"] = "occupation" } });
        var customer = await own.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number());

        using var without = await customer.SubmitAsync(1);
        await without.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "profile_incomplete");
        var gaps = await customer.Client.GetFromJsonAsync<System.Text.Json.JsonElement>("/v1/profile/completeness");
        Assert.False(gaps.GetProperty("complete").GetBoolean());
        Assert.Equal(["occupation"], gaps.GetProperty("missing").EnumerateArray().Select(m => m.GetString()));
        Assert.DoesNotContain("occupation", gaps.GetProperty("optional").EnumerateArray().Select(m => m.GetString()));

        (await customer.PatchProfileAsync("""{"occupation":"Engineer"}""", "*")).Dispose();
        using var submitted = await customer.SubmitAsync(1);
        Assert.True(submitted.StatusCode is HttpStatusCode.OK, await submitted.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_doubtful_name_waits_for_staff_who_approve_it()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number("333"));
        using var submitted = await customer.SubmitAsync(1);
        var caseId = (await customer.UntilAsync(k => k.CaseState() == "in_review", "review")).GetProperty("case").GetProperty("id").GetGuid();
        using var impatient = await customer.ProveAsync("bvn", KycSteps.Number());
        await impatient.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case_in_review");

        Assert.Contains(await QueueAsync(), item => item.CaseId == caseId && item.Doubts.Contains("bvn"));
        var detail = await stack.UseAsync<IKycReviewService, KycCaseDetail?>(r => r.GetAsync(caseId, unmask: false, Actor.System, CancellationToken.None));
        Assert.StartsWith("••••", Assert.Single(detail!.Checks).Number, StringComparison.Ordinal);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            stack.UseAsync<IKycReviewService, Core.Errors.Error?>(r => r.ApproveAsync(caseId, "Seen the passport.", Actor.System, CancellationToken.None))));

        Assert.Single(outcomes, o => o is null);
        Assert.All(outcomes.Where(o => o is not null), o => Assert.Equal("case_not_in_review", o!.Code));
        Assert.Equal(1, (await customer.KycAsync()).GetProperty("tier").GetInt32());
        Assert.DoesNotContain(await QueueAsync(), item => item.CaseId == caseId);
    }

    [Fact]
    public async Task Staff_refuse_a_case_with_words_for_the_customer_who_tries_again()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number("333"));
        using var submitted = await customer.SubmitAsync(1);
        var caseId = (await customer.UntilAsync(k => k.CaseState() == "in_review", "review")).GetProperty("case").GetProperty("id").GetGuid();

        Assert.Null(await stack.UseAsync<IKycReviewService, Core.Errors.Error?>(
            r => r.RejectAsync(caseId, KycReasons.NameDiffers, "Please use the name in your passport.", Actor.System, CancellationToken.None)));

        var kyc = await customer.KycAsync();
        Assert.Equal("rejected", kyc.CaseState());
        Assert.Equal("Please use the name in your passport.", kyc.GetProperty("case").GetProperty("message").GetString());
        Assert.Equal(("failed", "name_differs"), (KycSteps.Check(kyc, "bvn")!.Value.GetProperty("state").GetString(), KycSteps.Check(kyc, "bvn")!.Value.GetProperty("reason").GetString()));
        var requirement = kyc.GetProperty("next").GetProperty("requirements")[0];
        Assert.Equal("failed", requirement.GetProperty("state").GetString());
        Assert.Contains("try again", requirement.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("name in your passport", (await stack.ReadMailAsync(customer.Email, "kyc_rejected")).Body, StringComparison.Ordinal);
        await customer.ReachTier1Async();
    }

    [Theory]
    [InlineData(KycReasons.NotVerifiable)]
    [InlineData(KycReasons.NameUnclear)]
    public async Task Nobody_whose_case_was_refused_is_told_to_wait(string reason)
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number("333"));
        using var submitted = await customer.SubmitAsync(1);
        var caseId = (await customer.UntilAsync(k => k.CaseState() == "in_review", "review")).GetProperty("case").GetProperty("id").GetGuid();

        Assert.Null(await stack.UseAsync<IKycReviewService, Core.Errors.Error?>(r => r.RejectAsync(caseId, reason, "Not this time.", Actor.System, CancellationToken.None)));

        Assert.Contains("try again", (await customer.KycAsync()).GetProperty("next").GetProperty("requirements")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<KycCaseItem>> QueueAsync() => stack.UseAsync<IKycReviewService, IReadOnlyList<KycCaseItem>>(async reviews =>
    {
        var (all, cursor) = (new List<KycCaseItem>(), (string?)null);
        do
        {
            var page = await reviews.ListAsync(cursor, 2, CancellationToken.None);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(all.Count, all.DistinctBy(c => c.CaseId).Count());
        return all;
    });
}
