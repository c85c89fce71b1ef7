using System.Net;
using UserService.Core.Kyc;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Kyc;

/// <summary>What time brings about. Its own stack: the Worker does the upkeep of everybody in the database.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class KycRenewalTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Verification_is_renewed_or_money_is_held_back()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());
        var customer = await stack.CreateCustomerAsync();
        await customer.ReachTier1Async();
        Assert.Equal(0, (await customer.KycAsync()).GetProperty("restrictions").GetArrayLength());

        await MoveDueDateAsync(stack, customer, days: 20);
        await RunUpkeepAsync(stack);
        await stack.ReadMailAsync(customer.Email, "kyc_renewal");
        Assert.False((await customer.KycAsync()).GetProperty("renewal").GetProperty("overdue").GetBoolean());

        await MoveDueDateAsync(stack, customer, days: -31);
        await RunUpkeepAsync(stack);
        await RunUpkeepAsync(stack);
        await stack.ReadMailAsync(customer.Email, "kyc_overdue");
        var overdue = await customer.KycAsync();
        Assert.True(overdue.GetProperty("renewal").GetProperty("overdue").GetBoolean());
        Assert.Equal("post_no_debit", Assert.Single(overdue.GetProperty("restrictions").EnumerateArray()).GetProperty("code").GetString());
        Assert.False((await (await customer.Client.GetAsync("/v1/entitlements")).ReadJsonAsync()).GetProperty("canDebit").GetBoolean());

        // A BVN stays hers: for tier 1 the customer has only to confirm.
        using var submitted = await customer.SubmitAsync();
        Assert.Equal(HttpStatusCode.OK, submitted.StatusCode);
        var renewed = await customer.KycAsync();
        Assert.Equal(1, renewed.GetProperty("tier").GetInt32());
        Assert.Equal(0, renewed.GetProperty("restrictions").GetArrayLength());
        Assert.True((await (await customer.Client.GetAsync("/v1/entitlements")).ReadJsonAsync()).GetProperty("canDebit").GetBoolean());
    }

    [Fact]
    public async Task A_case_that_nobody_goes_on_with_expires_and_the_next_is_a_new_one()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number("555"));
        await stack.ExecuteAsync($"UPDATE kyc_cases SET created_at = created_at - interval '91 days' WHERE user_id = '{customer.Id}'");

        await RunUpkeepAsync(stack);

        Assert.Equal("expired", (await customer.KycAsync()).CaseState());
        await customer.ReachTier1Async();
    }

    private static Task MoveDueDateAsync(Stack stack, Customer customer, int days) =>
        stack.ExecuteAsync($"UPDATE kyc_standings SET review_due_at = now() + interval '{days} days' WHERE user_id = '{customer.Id}'");

    private static Task<bool> RunUpkeepAsync(Stack stack) => stack.UseAsync<KycUpkeep, bool>(upkeep => upkeep.RunAsync(CancellationToken.None));
}
