using System.Net;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Mfa;

[Collection(ServersCollection.Name)]
public sealed class RecoveryCodeTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_recovery_code_signs_in_once_and_its_use_is_told()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.EnrolAppAsync(stack);
        var codes = await customer.MakeRecoveryCodesAsync();
        Assert.Equal(10, codes.Distinct().Count());

        using var first = await stack.AnswerAsync((await customer.ChallengeAsync()).Id, "recovery_code", codes[3].ToLowerInvariant());
        using var second = await stack.AnswerAsync((await customer.ChallengeAsync()).Id, "recovery_code", codes[3]);

        Assert.Equal(["pwd", "otp", "mfa"], (await first.ReadClaimsAsync()).Amr());
        await second.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        Assert.Equal(9, (await customer.FactorsAsync()).GetProperty("recoveryCodesLeft").GetInt32());
        Assert.Contains("left: 9", (await stack.ReadMailAsync(customer.Email, "recovery_code_used")).Body, StringComparison.Ordinal);
        await stack.Events.WaitForAsync(
            customer.Id, events => events.Any(e => e.Type == "auth.mfa_changed.v1" && e.Data.GetProperty("change").GetString() == "recovery_code_used"), "used recovery code");
        Assert.Equal(1, await stack.QueryAsync<int>(
            "SELECT count(*)::int FROM audit_entries WHERE subject_id = $1 AND action = 'mfa.recovery_code_used'", customer.Id));
    }

    [Fact]
    public async Task A_recovery_code_used_twenty_times_at_once_signs_in_once()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.EnrolAppAsync(stack);
        var code = (await customer.MakeRecoveryCodesAsync())[0];
        var challenges = new List<Guid>();
        for (var i = 0; i < 5; i++)
            challenges.Add((await customer.ChallengeAsync()).Id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => stack.AnswerAsync(challenges[i % 5], "recovery_code", code)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.Equal(2, await stack.QueryAsync<int>("SELECT count(*)::int FROM sessions WHERE user_id = $1", customer.Id)); // registration and this
    }

    [Fact]
    public async Task New_codes_end_the_old_ones_and_only_hashes_are_stored()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.EnrolAppAsync(stack);
        var old = await customer.MakeRecoveryCodesAsync();
        var fresh = await customer.MakeRecoveryCodesAsync();

        using var refused = await stack.AnswerAsync((await customer.ChallengeAsync()).Id, "recovery_code", old[0]);
        using var accepted = await stack.AnswerAsync((await customer.ChallengeAsync()).Id, "recovery_code", fresh[0]);

        await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_code");
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(10, await stack.QueryAsync<int>("SELECT count(*)::int FROM recovery_codes WHERE user_id = $1 AND length(hash) = 32", customer.Id));
        await stack.ReadMailAsync(customer.Email, "recovery_codes_created");
    }

    [Fact]
    public async Task Without_an_enrolled_factor_the_code_by_mail_is_offered_beside_them()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.MakeRecoveryCodesAsync();

        Assert.Equal(["email", "recovery_code"], (await customer.ChallengeAsync()).Methods);
    }
}
