using System.Net;
using UserService.Core.Audit;
using UserService.Core.Kyc;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Kyc;

/// <summary>A customer has one date of birth, in her profile and at every register.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class BirthDateTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_date_of_birth_other_than_the_profiles_proves_nothing()
    {
        var customer = await stack.CreateCustomerAsync();
        await SetBirthAsync(customer, "1985-01-01");

        var other = await customer.SettleAsync("bvn", KycSteps.Number());
        var same = await customer.SettleAsync("bvn", KycSteps.Number(), "1985-01-01");

        Assert.Equal(("failed", "date_of_birth_differs"), (other.GetProperty("state").GetString(), other.GetProperty("reason").GetString()));
        Assert.Equal("passed", same.GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_verified_date_of_birth_is_the_profiles_and_the_only_one_from_then_on()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.ReachTier1Async();

        using var profile = await customer.Client.GetAsync("/v1/profile");
        Assert.Equal("1990-04-12", (await profile.ReadJsonAsync()).GetProperty("dateOfBirth").GetString());
        using var changed = await customer.PatchProfileAsync("""{"dateOfBirth":"1985-01-01"}""", profile.Headers.ETag!.ToString());
        await changed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "names_locked");
        var nin = await customer.SettleAsync("nin", KycSteps.Number(), "1979-07-07");
        Assert.Equal(("failed", "date_of_birth_differs"), (nin.GetProperty("state").GetString(), nin.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Two_registers_confirm_one_date_of_birth_also_before_a_tier_is_granted()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number());

        var nin = await customer.SettleAsync("nin", KycSteps.Number(), "1979-07-07");

        Assert.Equal("date_of_birth_differs", nin.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_date_of_birth_that_is_changed_between_the_check_and_the_case_goes_to_people_and_the_registers_stays()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number());
        await SetBirthAsync(customer, "1985-01-01");

        using var submitted = await customer.SubmitAsync(1);
        var inReview = (await customer.UntilAsync(k => k.CaseState() == "in_review", "review")).GetProperty("case");
        Assert.Equal("date_of_birth_differs", inReview.GetProperty("reason").GetString());
        var caseId = inReview.GetProperty("id").GetGuid();
        Assert.Null(await stack.UseAsync<IKycReviewService, Core.Errors.Error?>(r => r.ApproveAsync(caseId, "Seen the passport.", Actor.System, CancellationToken.None)));

        using var profile = await customer.Client.GetAsync("/v1/profile");
        Assert.Equal("1990-04-12", (await profile.ReadJsonAsync()).GetProperty("dateOfBirth").GetString());
    }

    private static async Task SetBirthAsync(Customer customer, string date)
    {
        using var profile = await customer.Client.GetAsync("/v1/profile");
        using var patched = await customer.PatchProfileAsync($$"""{"dateOfBirth":"{{date}}"}""", profile.Headers.ETag!.ToString());
        Assert.True(patched.StatusCode is HttpStatusCode.OK, await patched.Content.ReadAsStringAsync());
    }
}
