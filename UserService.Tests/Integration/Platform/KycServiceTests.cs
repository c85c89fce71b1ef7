using System.Net;
using System.Net.Http.Json;
using UserService.Core.Kyc;
using UserService.Core.Kyc.Verification;
using UserService.Core.Platform;
using UserService.Sandbox;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Kyc;

namespace UserService.Tests.Integration.Platform;

/// <summary>The platform's KYC service as a verifier, and its events.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class KycServiceTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Exchange = "kyc.events";
    private const string Restricted = "SELECT count(*) FROM kyc_restrictions WHERE user_id = $1 AND lifted_at IS NULL";

    [Fact]
    public async Task Its_answers_are_understood_and_the_same_question_gets_the_same_answer()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var connection = await ConnectAsync(sandbox);
        var verifier = new PlatformVerifier(connection);

        var confirmed = Question("22222222222");
        Assert.Equal(1, Assert.IsType<IdentityAnswer.Confirmed>(await verifier.AskAsync(confirmed, CancellationToken.None)).Score);
        Assert.IsType<IdentityAnswer.Confirmed>(await verifier.AskAsync(confirmed, CancellationToken.None));
        Assert.Equal(0.8m, Assert.IsType<IdentityAnswer.Confirmed>(await verifier.AskAsync(Question("33322222222"), CancellationToken.None)).Score);
        Assert.Equal(KycReasons.NotFound, Assert.IsType<IdentityAnswer.Denied>(await verifier.AskAsync(Question("55522222222"), CancellationToken.None)).Reason);
        Assert.Equal(KycReasons.NotFound, Assert.IsType<IdentityAnswer.Denied>(await verifier.AskAsync(Question("A55522222222"), CancellationToken.None)).Reason); // a passport's
        Assert.IsType<IdentityAnswer.Unavailable>(await verifier.AskAsync(Question("77722222222"), CancellationToken.None));
        var late = Question("88822222222");
        var pending = Assert.IsType<IdentityAnswer.Pending>(await verifier.AskAsync(late, CancellationToken.None));
        Assert.IsType<IdentityAnswer.Pending>(await verifier.FollowUpAsync(late, pending.Reference, CancellationToken.None));
    }

    [Theory]
    [InlineData("12 Marina Road", "passed", null)]
    [InlineData("7 Nowhere Street", "failed", "mismatch")]
    public async Task It_is_told_the_address_that_it_is_asked_about(string line1, string state, string? reason)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Platform:Kyc:Address"] = sandbox.Address } });
        var customer = await stack.CreateCustomerAsync();

        using var opened = await customer.Client.PostAsJsonAsync("/v1/kyc/address", new { line1, city = "Lagos", country = "NG" });
        Assert.True(opened.StatusCode is HttpStatusCode.Accepted, await opened.Content.ReadAsStringAsync());

        var check = await customer.SettledAsync("address");
        Assert.Equal((state, reason), (check.GetProperty("state").GetString(), check.GetProperty("reason").GetString()));
        Assert.Contains(check.GetProperty("id").GetString(), sandbox.Received.Of("kyc"));
    }

    [Fact]
    public async Task A_question_that_ran_into_its_deadline_is_followed_up_and_not_asked_elsewhere()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var connection = await ConnectAsync(sandbox, deadline: 3);
        var (verifier, question) = (new PlatformVerifier(connection), Question("22222222222"));
        sandbox.Faults.Set("kyc", new Fault(FaultMode.Hanging, Calls: 1));

        var pending = Assert.IsType<IdentityAnswer.Pending>(await verifier.AskAsync(question, CancellationToken.None));

        // It had not even arrived: now, and only now, another verifier may be asked.
        Assert.IsType<IdentityAnswer.Unavailable>(await verifier.FollowUpAsync(question, pending.Reference, CancellationToken.None));
        Assert.IsType<IdentityAnswer.Confirmed>(await verifier.AskAsync(question, CancellationToken.None));
    }

    [Fact]
    public async Task A_customer_reaches_tier_1_by_an_answer_that_comes_as_an_event()
    {
        await using var sandbox = await RunningSandbox.StartAsync(fixture.Servers.RabbitMq);
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Platform:Kyc:Address"] = sandbox.Address } });
        var customer = await stack.CreateCustomerAsync();

        await customer.ReachTier1Async(KycSteps.Number("888"));

        Assert.NotEmpty(sandbox.Received.Of("kyc"));
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM inbox_messages WHERE type = 'kyc.verification_completed.v1'"));
        await stack.Events.WaitForAsync("user.kyc_tier_changed.v1", customer.Id);
    }

    [Fact]
    public async Task Whoever_it_finds_on_a_watchlist_pays_nothing_and_goes_to_people_whatever_was_asked()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Platform:Kyc:Address"] = sandbox.Address } });
        var (newcomer, customer) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        await customer.ReachTier1Async();

        await ShouldGoToPeopleAsync(newcomer, "bvn", tier: 1);
        await ShouldGoToPeopleAsync(customer, "nin", tier: 2);
    }

    [Fact]
    public async Task Another_number_does_not_undo_a_hit_and_neither_does_the_end_of_the_restriction()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Platform:Kyc:Address"] = sandbox.Address } });
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number("666"));
        await stack.ExecuteAsync($"UPDATE kyc_restrictions SET expires_at = now() - interval '1 hour' WHERE user_id = '{customer.Id}'");

        Assert.Equal("passed", (await customer.SettleAsync("bvn", KycSteps.Number())).GetProperty("state").GetString());
        using var submitted = await customer.SubmitAsync(1);

        var kyc = await customer.UntilAsync(k => k.CaseState() is "in_review" or "approved", "the case to be looked at");
        Assert.Equal(("in_review", "watchlisted"), (kyc.CaseState(), kyc.GetProperty("case").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task It_confirms_no_date_of_birth_against_the_profile()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Platform:Kyc:Address"] = sandbox.Address } });
        var customer = await stack.CreateCustomerAsync();
        using var patched = await customer.PatchProfileAsync("""{"dateOfBirth":"1985-01-01"}""", "\"1\"");
        Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync());

        Assert.Equal("date_of_birth_differs", (await customer.SettleAsync("bvn", KycSteps.Number())).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_watchlist_entry_comes_in_copies_and_late_and_counts_once()
    {
        var stack = fixture.Stack;
        var customer = await stack.CreateCustomerAsync();
        await using var kyc = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);
        var now = stack.Clock.GetUtcNow();
        var listed = ForeignEvents.Envelope("kyc.watchlist_changed.v1", new { userId = customer.Id, listed = true, expiresAt = now.AddHours(12), occurredAt = now });

        for (var i = 0; i < 5; i++)
            await kyc.PublishAsync(Exchange, "kyc.watchlist_changed.v1", listed);
        await UntilAsync(async () => await stack.QueryAsync<int>(Restricted, customer.Id) == 1);

        await kyc.PublishAsync(Exchange, "kyc.watchlist_changed.v1", ForeignEvents.Envelope("kyc.watchlist_changed.v1", new { userId = customer.Id, listed = false, expiresAt = (DateTimeOffset?)null, occurredAt = now.AddSeconds(1) }));
        await UntilAsync(async () => await stack.QueryAsync<int>(Restricted, customer.Id) == 0);
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM kyc_restrictions WHERE user_id = $1", customer.Id));
    }

    private static async Task ShouldGoToPeopleAsync(Customer customer, string kind, int tier)
    {
        var check = await customer.SettleAsync(kind, KycSteps.Number("666"));
        Assert.Equal(("in_review", "watchlisted"), (check.GetProperty("state").GetString(), check.GetProperty("reason").GetString()));
        Assert.Equal("watchlist", Assert.Single((await customer.KycAsync()).GetProperty("restrictions").EnumerateArray()).GetProperty("code").GetString());
        using var entitlements = await customer.Client.GetAsync("/v1/entitlements");
        Assert.False((await entitlements.ReadJsonAsync()).GetProperty("canDebit").GetBoolean());

        using var submitted = await customer.SubmitAsync(tier);
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        await customer.UntilAsync(k => k.CaseState() == "in_review", "review");
    }

    private static IdentityQuestion Question(string number) => new(
        Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), KycCheckKind.Bvn, "NG", "Ada", "Okafor", null, null, new KycClaim { Number = number });

    private Task<PlatformConnection> ConnectAsync(RunningSandbox sandbox, int deadline = 10) =>
        fixture.Stack.UseAsync<PlatformTokens, PlatformConnection>(tokens => Task.FromResult(new PlatformConnection(
            new PlatformServiceOptions { Address = sandbox.Address, Audience = "kyc-service", Deadline = TimeSpan.FromSeconds(deadline) }, tokens, TimeProvider.System)));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }
}
