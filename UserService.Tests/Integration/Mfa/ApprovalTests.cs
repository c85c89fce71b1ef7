using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using UserService.Core.Mfa.Approvals;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Mfa;

[Collection(ServersCollection.Name)]
public sealed class ApprovalTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Operation = "transfer.create";

    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task An_approval_is_given_with_a_code_and_redeemed_once()
    {
        var customer = await stack.CreateCustomerAsync();
        var hash = RandomNumberGenerator.GetBytes(32);
        var approval = await AskAsync(customer, hash);
        approval.ShouldHaveExactly("approvalId:uuid", "operation:string", "state:string", "methods:array", "expiresAt:time", "approvedAt:null");
        var id = approval.GetProperty("approvalId").GetGuid();
        var code = (await stack.ReadMailAsync(customer.Email, "approval_code")).Code!;

        Assert.IsType<RedemptionResult.Refused>(await RedeemAsync(customer, id, hash)); // not approved yet
        using var approved = await VerifyAsync(customer, id, "email", code);
        Assert.Equal("approved", (await approved.ReadJsonAsync()).GetProperty("state").GetString());

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RedeemAsync(customer, id, hash)));

        Assert.Equal("email", Assert.IsType<RedemptionResult.Redeemed>(Assert.Single(results, r => r is RedemptionResult.Redeemed)).Method);
        Assert.Equal("redeemed", (await GetAsync(customer, id)).GetProperty("state").GetString());
        await (await VerifyAsync(customer, id, "email", code)).ShouldBeProblemAsync(HttpStatusCode.Gone, "approval_not_open");
    }

    [Fact]
    public async Task An_approval_is_good_for_its_own_operation_payload_and_user_alone()
    {
        var (customer, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        var hash = RandomNumberGenerator.GetBytes(32);
        var id = await ApprovedAsync(customer, hash);

        Assert.IsType<RedemptionResult.Refused>(await RedeemAsync(customer, id, RandomNumberGenerator.GetBytes(32)));
        Assert.IsType<RedemptionResult.Refused>(await RedeemAsync(customer, id, hash, "transfer.Create"));
        Assert.IsType<RedemptionResult.Refused>(await RedeemAsync(eve, id, hash));
        await (await eve.Client.GetAsync($"/v1/auth/approvals/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.IsType<RedemptionResult.Redeemed>(await RedeemAsync(customer, id, hash));
    }

    [Fact]
    public async Task Who_has_a_pin_is_sent_a_code_only_when_she_asks_for_one()
    {
        var customer = await stack.CreateCustomerAsync();
        await SetPinAsync(customer, "8305");

        var id = (await AskAsync(customer, RandomNumberGenerator.GetBytes(32))).GetProperty("approvalId").GetGuid();

        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE user_id = $1 AND template = 'approval_code'", customer.Id));
        (await customer.Client.PostAsJsonAsync($"/v1/auth/approvals/{id}/send", new { method = "email" })).Dispose();
        Assert.NotNull((await stack.ReadMailAsync(customer.Email, "approval_code")).Code);
    }

    [Fact]
    public async Task An_approval_runs_out_before_it_is_given_and_before_it_is_redeemed()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var customer = await own.CreateCustomerAsync();
        var hash = RandomNumberGenerator.GetBytes(32);
        await SetPinAsync(customer, "8305");
        var pending = (await AskAsync(customer, hash)).GetProperty("approvalId").GetGuid();
        var given = (await AskAsync(customer, hash)).GetProperty("approvalId").GetGuid();
        using var approved = await VerifyAsync(customer, given, "pin", "8305");
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);

        own.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.IsType<RedemptionResult.Refused>(await own.UseAsync<IApprovalService, RedemptionResult>(
            s => s.RedeemAsync(customer.Id, given, Operation, hash, "payments", CancellationToken.None)));
        using var refreshed = await customer.RefreshAsync();
        using var client = own.NewClient((await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString());
        await (await client.PostAsJsonAsync($"/v1/auth/approvals/{pending}/verify", new { method = "pin", code = "8305" }))
            .ShouldBeProblemAsync(HttpStatusCode.Gone, "approval_not_open");
        Assert.Equal("expired", (await (await client.GetAsync($"/v1/auth/approvals/{given}")).ReadJsonAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_pin_approves_and_five_wrong_ones_block_it_until_it_is_set_anew()
    {
        var customer = await stack.CreateCustomerAsync();
        await SetPinAsync(customer, "8305");
        var id = (await AskAsync(customer, RandomNumberGenerator.GetBytes(32))).GetProperty("approvalId").GetGuid();
        Assert.Contains("pin", (await GetAsync(customer, id)).GetProperty("methods").EnumerateArray().Select(m => m.GetString()));

        // Twenty guesses at once are five tries, however they fall.
        var guesses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => VerifyAsync(customer, id, "pin", (7000 + i).ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(5, guesses.Count(g => g.StatusCode is HttpStatusCode.Unauthorized));
        await (await VerifyAsync(customer, id, "pin", "8305")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "pin_blocked");
        Assert.DoesNotContain("pin", await MethodsAsync(id));
        var asked = await AskAsync(customer, RandomNumberGenerator.GetBytes(32));
        Assert.DoesNotContain("pin", asked.GetProperty("methods").EnumerateArray().Select(m => m.GetString()));
        Assert.NotNull((await stack.ReadMailAsync(customer.Email, "approval_code")).Code); // sent along: nothing else is left

        await SetPinAsync(customer, "4916");
        Assert.Contains("pin", await MethodsAsync(id));
        using var approved = await VerifyAsync(customer, id, "pin", "4916");
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);

        async Task<IEnumerable<string?>> MethodsAsync(Guid approval) => (await GetAsync(customer, approval)).GetProperty("methods").EnumerateArray().Select(m => m.GetString());
    }

    [Fact]
    public async Task What_was_asked_before_a_freeze_is_gone_for_good()
    {
        var customer = await stack.CreateCustomerAsync();
        await SetPinAsync(customer, "8305");
        var hash = RandomNumberGenerator.GetBytes(32);
        var given = (await AskAsync(customer, hash)).GetProperty("approvalId").GetGuid();
        (await VerifyAsync(customer, given, "pin", "8305")).Dispose();
        var open = (await AskAsync(customer, hash)).GetProperty("approvalId").GetGuid();

        (await customer.Client.PostAsync("/v1/settings/freeze", null)).Dispose();
        using var late = await VerifyAsync(customer, open, "pin", "8305");
        using var unfrozen = await customer.Client.DeleteAsync("/v1/settings/freeze");

        await late.ShouldBeProblemAsync(HttpStatusCode.Gone, "approval_not_open");
        Assert.Equal(HttpStatusCode.NoContent, unfrozen.StatusCode);
        Assert.Equal("expired", (await GetAsync(customer, given)).GetProperty("state").GetString());
        Assert.IsType<RedemptionResult.Refused>(await RedeemAsync(customer, given, hash));
    }

    [Fact]
    public async Task Of_pins_that_are_chosen_at_once_the_one_that_is_told_is_in_force()
    {
        var customer = await stack.CreateCustomerAsync();
        var first = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = "8305" })));
        Assert.Contains(first, a => a.StatusCode is HttpStatusCode.NoContent);
        Assert.DoesNotContain(first, a => a.StatusCode is HttpStatusCode.InternalServerError);

        var changes = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => customer.Client.PostAsJsonAsync("/v1/auth/pin/change", new { currentPin = "8305", newPin = $"49{i}7" })));

        Assert.Single(changes, a => a.StatusCode is HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_pin_that_everybody_has_is_refused_and_a_known_one_can_be_changed()
    {
        var customer = await stack.CreateCustomerAsync();
        foreach (var common in (string[])["1234", "0000", "987654", "2580"])
            await (await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = common })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "pin_too_common");
        foreach (var wrong in (string[])["123", "12a4", "٣٤٥٦"])
            await (await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = wrong })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_pin_format");
        await SetPinAsync(customer, "8305");

        await (await ChangeAsync("1111", "4916")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_pin");
        Assert.Equal(HttpStatusCode.NoContent, (await ChangeAsync("8305", "4916")).StatusCode);
        await (await ChangeAsync("8305", "4917")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_pin");
        await stack.ReadMailAsync(customer.Email, "transaction_pin_set");
        await (await ChangeAsync("4916", "4916")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "pin_unchanged");
        await (await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = "4916" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "pin_unchanged");

        Task<HttpResponseMessage> ChangeAsync(string currentPin, string newPin) => customer.Client.PostAsJsonAsync("/v1/auth/pin/change", new { currentPin, newPin });
    }

    [Fact]
    public async Task A_session_steps_up_and_may_then_do_what_it_could_not()
    {
        var customer = await stack.CreateCustomerAsync();
        using var login = await customer.LoginAsync();
        using var weak = stack.NewClient((await login.ReadJsonAsync()).GetProperty("accessToken").GetString());
        await (await weak.PutAsJsonAsync("/v1/auth/pin", new { pin = "8305" })).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient_user_authentication");

        using var started = await weak.PostAsync("/v1/auth/step-up", null);
        var challengeId = (await started.ReadJsonAsync()).GetProperty("challengeId").GetGuid();
        var code = (await stack.ReadMailAsync(customer.Email, "login_code")).Code;

        // The challenge is the customer's own: nobody else's token turns it into anything, and it signs nobody in.
        var eve = await stack.CreateCustomerAsync();
        await (await eve.Client.PostAsJsonAsync("/v1/auth/step-up/verify", new { challengeId, method = "email", code })).ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");
        await (await stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId, method = "email", code })).ShouldBeProblemAsync(HttpStatusCode.Gone, "challenge_expired");

        using var raised = await weak.PostAsJsonAsync("/v1/auth/step-up/verify", new { challengeId, method = "email", code });
        var answer = await raised.ReadJsonAsync();
        answer.ShouldHaveExactly("accessToken:string", "tokenType:string", "expiresIn:number", "acr:string");
        Assert.Equal("aal2", answer.GetProperty("acr").GetString());
        using var strong = stack.NewClient(answer.GetProperty("accessToken").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await strong.PutAsJsonAsync("/v1/auth/pin", new { pin = "8305" })).StatusCode);
    }

    private static async Task SetPinAsync(Customer customer, string pin) =>
        Assert.Equal(HttpStatusCode.NoContent, (await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin })).StatusCode);

    private static async Task<JsonElement> AskAsync(Customer customer, byte[] hash)
    {
        using var response = await customer.Client.PostAsJsonAsync("/v1/auth/approvals", new { operation = Operation, payloadHash = Convert.ToHexString(hash) });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.ReadJsonAsync();
    }

    private static async Task<JsonElement> GetAsync(Customer customer, Guid id) =>
        await (await customer.Client.GetAsync($"/v1/auth/approvals/{id}")).ReadJsonAsync();

    private static Task<HttpResponseMessage> VerifyAsync(Customer customer, Guid id, string method, string code) =>
        customer.Client.PostAsJsonAsync($"/v1/auth/approvals/{id}/verify", new { method, code });

    private async Task<Guid> ApprovedAsync(Customer customer, byte[] hash)
    {
        var id = (await AskAsync(customer, hash)).GetProperty("approvalId").GetGuid();
        var code = (await stack.ReadMailAsync(customer.Email, "approval_code")).Code!;
        Assert.Equal(HttpStatusCode.OK, (await VerifyAsync(customer, id, "email", code)).StatusCode);
        return id;
    }

    private Task<RedemptionResult> RedeemAsync(Customer customer, Guid id, byte[] hash, string operation = Operation) =>
        stack.UseAsync<IApprovalService, RedemptionResult>(s => s.RedeemAsync(customer.Id, id, operation, hash, "payments", CancellationToken.None));
}
