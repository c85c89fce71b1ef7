using System.Net;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Mfa;

namespace UserService.Tests.Integration.Admin;

[Collection(OtherServersCollection.Name)]
public sealed class SecondPersonTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Who_asked_cannot_decide_and_a_colleague_of_another_permission_does_not_even_see_it()
    {
        var (customer, maker, admin) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"), await stack.CreateStaffAsync("admin"));
        await maker.PostAsync($"users/{customer.Id}/suspend", new { reason = "Reported stolen" });
        var compliance = await stack.CreateStaffAsync("compliance");
        var names = await compliance.AskAsync($"users/{customer.Id}/names", new { firstName = "Adaeze", lastName = "Obi", reason = "A marriage" });
        var reinstate = await maker.AskAsync($"users/{customer.Id}/reinstate", new { reason = "Seen in the branch" });

        await (await maker.ApproveAsync(reinstate)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "own_request");
        await (await maker.PostAsync($"requests/{reinstate}/refuse", new { reason = "no" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "own_request");
        await (await admin.ApproveAsync(names)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await admin.Client.GetAsync($"/v1/admin/requests/{names}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.DoesNotContain(names.ToString(), (await admin.GetAsync("requests?limit=100")).GetRawText(), StringComparison.Ordinal);

        Assert.Equal("suspended", (await admin.GetAsync($"users/{customer.Id}")).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await admin.ApproveAsync(reinstate)).StatusCode);
        Assert.Equal("active", (await admin.GetAsync($"users/{customer.Id}")).GetProperty("status").GetString());
        Assert.StartsWith($"staff {admin.Id} user.reinstate {reinstate}", await stack.AuditOfAsync(customer.Id, "admin.request_approved"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_ten_who_approve_at_once_one_does()
    {
        var (customer, maker) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"));
        await maker.PostAsync($"users/{customer.Id}/suspend", new { reason = "Reported stolen" });
        var request = await maker.AskAsync($"users/{customer.Id}/reinstate", new { reason = "Seen in the branch" });
        var checkers = new List<Staff>();
        for (var i = 0; i < 10; i++)
            checkers.Add(await stack.CreateStaffAsync("support"));

        var answers = await Task.WhenAll(checkers.Select(c => c.ApproveAsync(request)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        foreach (var late in answers.Where(a => a.StatusCode is not HttpStatusCode.NoContent))
            await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "request_decided");
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'admin.account_reinstated'", customer.Id));
    }

    [Fact]
    public async Task A_role_that_is_granted_twenty_times_at_once_is_granted_once()
    {
        var (person, maker, checker) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("admin"), await stack.CreateStaffAsync("admin"));
        var request = await maker.AskAsync($"users/{person.Id}/roles", new { roleName = "support", reason = "New in the team" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => checker.ApproveAsync(request)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        foreach (var late in answers.Where(a => a.StatusCode is not HttpStatusCode.NoContent))
            await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "request_decided");
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'admin.role_granted'", person.Id));
    }

    [Fact]
    public async Task Of_ten_who_ask_for_the_same_at_once_one_does()
    {
        var (customer, support, admin) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"), await stack.CreateStaffAsync("admin"));
        await AskAtOnceAsync(admin, customer, "roles", new { roleName = "support", reason = "New in the team" });
        await support.PostAsync($"users/{customer.Id}/suspend", new { reason = "Reported stolen" });
        await AskAtOnceAsync(support, customer, "reinstate", new { reason = "Seen in the branch" });
        Assert.Equal(2, await stack.QueryAsync<int>("SELECT count(*) FROM admin_requests WHERE subject_id = $1", customer.Id));
    }

    [Fact]
    public async Task A_request_that_nobody_decides_on_expires_and_one_that_was_refused_stays_refused()
    {
        await using var own = await fixture.StartAsync(new StackOptions { Settings = { ["Tokens:AccessTokenLifetime"] = "00:30:00", ["Admin:RequestLifetime"] = "00:10:00" } });
        var (customer, maker, checker) = (await own.CreateCustomerAsync(), await own.CreateStaffAsync("support"), await own.CreateStaffAsync("support"));
        await maker.PostAsync($"users/{customer.Id}/suspend", new { reason = "Reported stolen" });
        var refused = await maker.AskAsync($"users/{customer.Id}/reinstate", new { reason = "Wants to" });
        await (await maker.PostAsync($"users/{customer.Id}/reinstate", new { reason = "Wants to" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "request_pending");
        Assert.Equal(HttpStatusCode.NoContent, (await checker.PostAsync($"requests/{refused}/refuse", new { reason = "Not seen" })).StatusCode);
        await (await checker.ApproveAsync(refused)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "request_decided");
        var late = await maker.AskAsync($"users/{customer.Id}/reinstate", new { reason = "Seen in the branch" });

        own.Clock.Advance(TimeSpan.FromMinutes(11));

        await (await checker.ApproveAsync(late)).ShouldBeProblemAsync(HttpStatusCode.Gone, "request_expired");
        Assert.Equal(["expired"], States(await checker.GetAsync("requests?state=expired")));
        Assert.Equal(["refused"], States(await checker.GetAsync("requests?state=refused")));
        Assert.Empty(States(await checker.GetAsync("requests?state=pending")));
        Assert.Equal("suspended", (await checker.GetAsync($"users/{customer.Id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Resetting_factors_removes_them_all_ends_sessions_and_tells_the_customer()
    {
        var (customer, maker, checker) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"), await stack.CreateStaffAsync("admin"));
        await (await maker.PostAsync($"users/{customer.Id}/reset-factors", new { reason = "Lost it" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "nothing_to_reset");
        await customer.EnrolAppAsync(stack);
        await customer.MakeRecoveryCodesAsync();

        var request = await maker.AskAsync($"users/{customer.Id}/reset-factors", new { reason = "Lost the telephone, seen in the branch" });
        Assert.Equal(HttpStatusCode.NoContent, (await checker.ApproveAsync(request)).StatusCode);

        Assert.Empty((await checker.GetAsync($"users/{customer.Id}")).GetProperty("factors").EnumerateArray());
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        Assert.Equal(["email"], (await customer.ChallengeAsync()).Methods);
        await stack.ReadMailAsync(customer.Email, "factors_reset");
        await stack.Events.WaitForAsync(customer.Id, all => all.Any(e => e.Type == "auth.mfa_changed.v1" && e.Data.GetProperty("change").GetString() == "factors_reset"), "factors_reset");
    }

    [Fact]
    public async Task Names_change_with_a_second_person_and_leave_hashes_of_before_and_after()
    {
        var (customer, maker, checker) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"), await stack.CreateStaffAsync("compliance"));

        var request = await maker.AskAsync($"users/{customer.Id}/names", new { firstName = "Adaeze", lastName = "Obi-Eze", reason = "A marriage" });
        Assert.Equal("Adaeze", (await checker.GetAsync($"requests/{request}")).GetProperty("details").GetProperty("firstName").GetString());
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM admin_requests WHERE position('Adaeze'::bytea in details_protected) > 0"));
        Assert.Equal(HttpStatusCode.NoContent, (await checker.ApproveAsync(request)).StatusCode);

        Assert.Equal("Adaeze", (await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync()).GetProperty("firstName").GetString());
        Assert.Equal(1, await stack.QueryAsync<int>(
            "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'admin.names_changed' AND length(before_hash) = 32 AND length(after_hash) = 32 AND before_hash <> after_hash", customer.Id));
    }

    [Fact]
    public async Task A_role_is_granted_by_two_and_works_from_the_next_refresh_on_and_ends_with_its_sessions()
    {
        var (person, maker, checker) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("admin"), await stack.CreateStaffAsync("admin"));
        await (await maker.PostAsync($"users/{maker.Id}/roles", new { roleName = "compliance", reason = "Me" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "own_account");
        await (await maker.PostAsync($"users/{person.Id}/roles", new { roleName = "king", reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown_role");

        var request = await maker.AskAsync($"users/{person.Id}/roles", new { roleName = "support", reason = "New in the team" });
        Assert.Equal(HttpStatusCode.NoContent, (await checker.ApproveAsync(request)).StatusCode);

        using var refreshed = await person.RefreshAsync();
        using var client = stack.NewClient((await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/v1/admin/users/{maker.Id}")).StatusCode);
        Assert.Contains(person.Id.ToString(), (await checker.GetAsync("roles")).GetRawText(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await checker.PostAsync($"users/{person.Id}/roles/revoke", new { roleName = "support", reason = "Left the team" })).StatusCode);
        await (await client.GetAsync($"/v1/admin/users/{maker.Id}")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        await (await checker.PostAsync($"users/{person.Id}/roles/revoke", new { roleName = "support", reason = "again" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task The_first_admin_is_made_on_the_command_line_and_the_last_one_stays()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var (first, second) = (await own.CreateCustomerAsync(), await own.CreateCustomerAsync());

        Assert.Equal(1, (await own.RunWorkerAsync("admin", "bootstrap", "--email", "nobody@example.com")).ExitCode);
        Assert.Equal(0, (await own.RunWorkerAsync("admin", "bootstrap", "--email", first.Email)).ExitCode);
        var refused = await own.RunWorkerAsync("admin", "bootstrap", "--email", second.Email);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("admin_exists", refused.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await own.RunWorkerAsync("admin", "bootstrap", "--email", second.Email, "--force")).ExitCode);

        using var refreshed = await first.RefreshAsync();
        var admin = new Staff(own, first, (await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString()!);
        await (await admin.PostAsync($"users/{first.Id}/roles/revoke", new { roleName = "admin", reason = "Tired" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "last_admin");

        Assert.Equal(0, (await own.RunWorkerAsync("admin", "bootstrap", "--email", second.Email, "--force", "--reason", "Two are needed to decide")).ExitCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync($"users/{second.Id}/roles/revoke", new { roleName = "admin", reason = "Left" })).StatusCode);
        Assert.Equal("system  admin: Two are needed to decide", await own.QueryAsync<string>(
            "SELECT actor_type || ' ' || coalesce(actor_id, '') || ' ' || reason FROM audit_entries WHERE subject_id = $1 AND action = 'admin.role_granted'", second.Id));
    }

    [Fact]
    public async Task Service_clients_are_added_rotated_and_disabled_by_admins()
    {
        var (admin, support) = (await stack.CreateStaffAsync("admin"), await stack.CreateStaffAsync("support"));
        var clientId = $"ledger-{Guid.CreateVersion7(stack.Clock.GetUtcNow()):N}";
        await (await support.Client.GetAsync("/v1/admin/clients")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        using var added = await admin.PostAsync("clients", new { clientId, scopes = new[] { "users.read" } });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var secret = (await added.ReadJsonAsync()).GetProperty("secret").GetString()!;
        await (await admin.PostAsync("clients", new { clientId, scopes = new[] { "users.read" } })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "client_exists");
        await (await admin.PostAsync("clients", new { clientId = "x", scopes = new[] { "everything" } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_scope");
        Assert.Equal(HttpStatusCode.OK, await TokenAsync(clientId, secret));

        using var rotated = await admin.PostAsync($"clients/{clientId}/rotate", new { reason = "Once a year", overlapHours = 0 });
        var next = (await rotated.ReadJsonAsync()).GetProperty("secret").GetString()!;
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await TokenAsync(clientId, secret), await TokenAsync(clientId, next)));

        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync($"clients/{clientId}/disable", new { reason = "Retired" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await TokenAsync(clientId, next));
        var listed = (await admin.GetAsync("clients")).GetProperty("items").EnumerateArray().Single(c => c.GetProperty("clientId").GetString() == clientId);
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, listed.GetProperty("disabledAt").ValueKind);
        Assert.Equal(3, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE actor_type = 'staff' AND actor_id = $1 AND action LIKE 'client.%'", admin.Id.ToString()));
    }

    private static async Task AskAtOnceAsync(Staff maker, Customer subject, string what, object body)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => maker.PostAsync($"users/{subject.Id}/{what}", body)));
        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Accepted);
        foreach (var late in answers.Where(a => a.StatusCode is not HttpStatusCode.Accepted))
            await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "request_pending");
    }

    private async Task<HttpStatusCode> TokenAsync(string id, string secret)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret)]);
        using var response = await stack.Client.PostAsync("/oauth/token", form);
        return response.StatusCode;
    }

    private static IEnumerable<string?> States(System.Text.Json.JsonElement page) => page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("state").GetString());
}
