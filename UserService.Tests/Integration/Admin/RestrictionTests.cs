using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Kyc;

namespace UserService.Tests.Integration.Admin;

/// <summary>Post-No-Debit and Post-No-Credit: one member of staff holds money back, two let it go.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class RestrictionTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Money_is_held_back_at_once_and_let_go_by_two()
    {
        var (customer, maker, checker) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"), await stack.CreateStaffAsync("compliance"));
        await customer.ReachTier1Async();
        Assert.Equal((true, true, ""), await MayAsync(customer));

        using var imposed = await maker.PostAsync($"users/{customer.Id}/restrictions", new { kind = "post_no_debit", reason = "An order of the court" });
        Assert.Equal(HttpStatusCode.Created, imposed.StatusCode);
        var restriction = await imposed.ReadJsonAsync();
        restriction.ShouldHaveExactly("id:uuid", "kind:string", "reason:string", "active:boolean", "startsAt:time", "expiresAt:null", "liftedAt:null");
        await UntilAsync(customer, (false, true, "post_no_debit"));
        Assert.Equal("Payments are on hold. Call us.", (await customer.KycAsync()).GetProperty("restrictions")[0].GetProperty("message").GetString());
        await (await maker.PostAsync($"users/{customer.Id}/restrictions", new { kind = "post_no_debit", reason = "Once more" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "already_restricted");
        Assert.Equal($"staff {maker.Id} PostNoDebit set_by_staff: An order of the court", await stack.AuditOfAsync(customer.Id, "kyc.restriction_imposed"));

        var request = await maker.AskAsync($"users/{customer.Id}/restrictions/{restriction.GetProperty("id").GetGuid()}/lift", new { reason = "The order is lifted" });
        await (await maker.ApproveAsync(request)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "own_request");
        Assert.Equal((false, true, "post_no_debit"), await MayAsync(customer));
        Assert.Equal(HttpStatusCode.NoContent, (await checker.ApproveAsync(request)).StatusCode);

        await UntilAsync(customer, (true, true, ""));
        Assert.StartsWith($"staff {checker.Id} PostNoDebit set_by_staff: The order is lifted", await stack.AuditOfAsync(customer.Id, "kyc.restriction_lifted"), StringComparison.Ordinal);
        var listed = (await checker.GetAsync($"users/{customer.Id}/restrictions")).GetProperty("items").EnumerateArray().Single();
        Assert.False(listed.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Of_ten_at_once_one_holds_money_back()
    {
        var (customer, staff) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => staff.PostAsync($"users/{customer.Id}/restrictions", new { kind = "post_no_credit", reason = "A suspicion" })));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Created);
        Assert.All(answers.Where(a => a.StatusCode is not HttpStatusCode.Created), a => Assert.Equal(HttpStatusCode.Conflict, a.StatusCode));
    }

    [Fact]
    public async Task A_restriction_with_an_end_ends_by_itself_and_what_others_imposed_is_theirs_to_lift()
    {
        var (customer, staff) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"));
        await customer.ReachTier1Async();
        await (await staff.PostAsync($"users/{customer.Id}/restrictions", new { kind = "post_no_credit", reason = "Too late", expiresAt = stack.Clock.GetUtcNow().AddMinutes(-1) }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "expiry_in_the_past");
        using var imposed = await staff.PostAsync($"users/{customer.Id}/restrictions", new { kind = "post_no_credit", reason = "A suspicion", expiresAt = stack.Clock.GetUtcNow().AddMinutes(2) });
        Assert.Equal(HttpStatusCode.Created, imposed.StatusCode);
        await UntilAsync(customer, (true, false, "post_no_credit"));

        var id = Guid.CreateVersion7(stack.Clock.GetUtcNow());
        await stack.ExecuteAsync($"INSERT INTO kyc_restrictions (id, user_id, kind, reason, starts_at) VALUES ('{id}', '{customer.Id}', 'PostNoDebit', 'renewal_overdue', now())");
        await (await staff.PostAsync($"users/{customer.Id}/restrictions/{id}/lift", new { reason = "She called" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "not_set_by_staff");
        await stack.ExecuteAsync($"DELETE FROM kyc_restrictions WHERE id = '{id}'");
        var other = await stack.CreateCustomerAsync();
        var own = (await imposed.ReadJsonAsync()).GetProperty("id").GetGuid();
        await (await staff.PostAsync($"users/{other.Id}/restrictions/{own}/lift", new { reason = "She called" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");

        stack.Clock.Advance(TimeSpan.FromMinutes(2));

        await UntilAsync(customer, (true, true, ""));
    }

    [Fact]
    public async Task Nobody_has_no_list_of_restrictions()
    {
        var (customer, staff) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"));

        Assert.Empty((await staff.GetAsync($"users/{customer.Id}/restrictions")).GetProperty("items").EnumerateArray());
        await (await staff.Client.GetAsync($"/v1/admin/users/{Guid.Empty}/restrictions")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static async Task<(bool Debit, bool Credit, string Codes)> MayAsync(Customer customer)
    {
        var may = await customer.Client.GetFromJsonAsync<JsonElement>("/v1/entitlements");
        var codes = may.GetProperty("restrictions").EnumerateArray().Select(r => r.GetProperty("code").GetString()).Where(c => c != "new_device");
        return (may.GetProperty("canDebit").GetBoolean(), may.GetProperty("canCredit").GetBoolean(), string.Join(' ', codes));
    }

    private static async Task UntilAsync(Customer customer, (bool, bool, string) expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await MayAsync(customer) != expected && !patience.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        Assert.Equal(expected, await MayAsync(customer));
    }
}
