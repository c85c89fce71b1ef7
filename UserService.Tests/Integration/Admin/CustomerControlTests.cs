using System.Net;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Admin;

[Collection(OtherServersCollection.Name)]
public sealed class CustomerControlTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_suspended_customer_is_signed_out_at_once_and_cannot_sign_in()
    {
        var (customer, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"));

        using var suspended = await support.PostAsync($"users/{customer.Id}/suspend", new { reason = "Reported stolen" });

        Assert.Equal(HttpStatusCode.NoContent, suspended.StatusCode);
        await (await customer.Client.GetAsync("/v1/profile")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        await (await customer.LoginAsync()).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        await (await customer.RefreshAsync()).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        await stack.ReadMailAsync(customer.Email, "account_suspended");
        Assert.Equal("suspended", (await stack.Events.WaitForAsync("user.status_changed.v1", customer.Id)).Data.GetProperty("status").GetString());
        Assert.Equal($"staff {support.Id} Reported stolen", await stack.AuditOfAsync(customer.Id, "admin.account_suspended"));
        await (await support.PostAsync($"users/{customer.Id}/suspend", new { reason = "again" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "not_suspendable");
        await (await support.PostAsync($"users/{support.Id}/suspend", new { reason = "me" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "own_account");
    }

    [Fact]
    public async Task Reinstating_gives_back_what_was_before_so_a_frozen_account_stays_frozen()
    {
        var (customer, maker, checker) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"), await stack.CreateStaffAsync("compliance"));
        await customer.Client.PostAsync("/v1/settings/freeze", null);
        await maker.PostAsync($"users/{customer.Id}/suspend", new { reason = "Reported stolen" });

        var request = await maker.AskAsync($"users/{customer.Id}/reinstate", new { reason = "Seen in the branch" });
        Assert.Equal("suspended", (await checker.GetAsync($"users/{customer.Id}")).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await checker.ApproveAsync(request)).StatusCode);

        Assert.Equal("frozen", (await checker.GetAsync($"users/{customer.Id}")).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync()).StatusCode);
    }

    [Fact]
    public async Task Unlocking_lets_the_customer_try_again_without_waiting()
    {
        // Waits that last longer than the test: they are there when they are looked for, and who gets in has not sat them out.
        await using var own = await fixture.StartAsync(new StackOptions { Settings = { ["Throttling:Account:FirstDelay"] = "00:05:00", ["Throttling:Device:FirstDelay"] = "00:05:00" } });
        var (customer, support) = (await own.CreateCustomerAsync(), await own.CreateStaffAsync("support"));
        foreach (var known in (bool[])[false, true])
        {
            for (var i = 0; i < 20; i++)
                (await customer.LoginAsync(known, "not-the-Kestrel-42x")).Dispose();
            await (await customer.LoginAsync(known)).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        }

        Assert.Equal(HttpStatusCode.NoContent, (await support.PostAsync($"users/{customer.Id}/unlock", new { reason = "Called, named the last transfer" })).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(knownDevice: false)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(knownDevice: true)).StatusCode);
        Assert.Equal($"staff {support.Id} Called, named the last transfer", await own.AuditOfAsync(customer.Id, "admin.account_unlocked"));
    }

    [Fact]
    public async Task Logging_out_ends_every_session()
    {
        var (customer, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"));
        (await customer.LoginAsync()).Dispose();

        using var response = await support.PostAsync($"users/{customer.Id}/logout", new { reason = "Left a telephone in a taxi" });

        Assert.Equal(2, (await response.ReadJsonAsync()).GetProperty("revoked").GetInt32());
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
    }

    [Fact]
    public async Task A_legal_hold_is_placed_and_lifted_by_compliance()
    {
        var (customer, compliance, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"), await stack.CreateStaffAsync("support"));
        await (await support.PostAsync($"users/{customer.Id}/holds", new { reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        using var placed = await compliance.PostAsync($"users/{customer.Id}/holds", new { reason = "A court order, 14/2026" });
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        var hold = (await placed.ReadJsonAsync()).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NoContent, (await compliance.PostAsync($"users/{customer.Id}/holds/{hold}/release", new { reason = "Lifted" })).StatusCode);

        await (await compliance.PostAsync($"users/{customer.Id}/holds/{hold}/release", new { reason = "Lifted" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        var listed = (await compliance.GetAsync($"users/{customer.Id}/holds")).GetProperty("items").EnumerateArray().Single();
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, listed.GetProperty("releasedAt").ValueKind);
    }

    [Fact]
    public async Task Nobody_has_no_list_of_holds()
    {
        var (customer, compliance) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"));

        Assert.Empty((await compliance.GetAsync($"users/{customer.Id}/holds")).GetProperty("items").EnumerateArray());
        await (await compliance.Client.GetAsync($"/v1/admin/users/{Guid.Empty}/holds")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await compliance.Client.GetAsync($"/v1/admin/users/{Guid.Empty}/notes")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Of_twenty_who_release_a_hold_at_once_one_does()
    {
        var (customer, compliance) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"));
        using var placed = await compliance.PostAsync($"users/{customer.Id}/holds", new { reason = "A court order, 14/2026" });
        var hold = (await placed.ReadJsonAsync()).GetProperty("id").GetGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => compliance.PostAsync($"users/{customer.Id}/holds/{hold}/release", new { reason = "Lifted" })));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        foreach (var late in answers.Where(a => a.StatusCode is not HttpStatusCode.NoContent))
            await late.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action LIKE '%hold_released'", customer.Id));
    }

    [Fact]
    public async Task Notes_are_kept_encrypted_and_read_page_by_page()
    {
        var (customer, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"));
        for (var i = 1; i <= 3; i++)
            Assert.Equal(HttpStatusCode.Created, (await support.PostAsync($"users/{customer.Id}/notes", new { text = $"Note {i}: wants a cheque book" })).StatusCode);

        var first = await support.GetAsync($"users/{customer.Id}/notes?limit=2");
        var second = await support.GetAsync($"users/{customer.Id}/notes?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");

        Assert.Equal(["Note 3: wants a cheque book", "Note 2: wants a cheque book", "Note 1: wants a cheque book"],
            first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(n => n.GetProperty("text").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM customer_notes WHERE position('cheque'::bytea in text_protected) > 0"));
        await (await support.Client.GetAsync($"/v1/admin/users/{customer.Id}/notes?cursor=x")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.NotEmpty(await stack.AuditOfAsync(customer.Id, "admin.notes_read"));
    }
}
