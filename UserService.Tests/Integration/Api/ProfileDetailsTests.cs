using System.Net;
using System.Text.Json;
using UserService.Core.Persistence;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>The personal details of a profile: encrypted, checked by country, locked once verified.</summary>
[Collection(ServersCollection.Name)]
public sealed class ProfileDetailsTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Everything =
        """
        {
          "middleName": "Ngozi", "dateOfBirth": "1990-05-17", "gender": "female", "nationality": "GH", "occupation": " Software   engineer ",
          "addresses": [
            { "kind": "home", "line1": "12 Marina Road", "city": "Lagos", "state": "la", "postalCode": "101241", "country": "ng" },
            { "kind": "mailing", "line1": "1 Rue de Rivoli", "city": "Paris", "postalCode": "75001", "country": "FR" }
          ],
          "nextOfKin": { "fullName": "Chidi Okafor", "relationship": "spouse", "phoneNumber": "+234 803 123 4568", "email": "Chidi@Example.com" },
          "taxId": "12345678-0001"
        }
        """;

    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Everything_that_was_told_is_shown_in_its_normal_form_on_every_host()
    {
        var customer = await stack.CreateCustomerAsync();
        using var replica = await stack.StartReplicaAsync(customer.AccessToken);

        using var patched = await customer.PatchProfileAsync(Everything, "\"1\"");

        Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync());
        var shown = await (await replica.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.Equal((await patched.ReadJsonAsync()).GetRawText(), shown.GetRawText());
        Assert.Equal("Ngozi", shown.GetProperty("middleName").GetString());
        Assert.Equal("1990-05-17", shown.GetProperty("dateOfBirth").GetString());
        Assert.Equal("Software engineer", shown.GetProperty("occupation").GetString());
        Assert.Equal("Lagos", shown.GetProperty("addresses")[0].GetProperty("state").GetString());
        Assert.Equal("NG", shown.GetProperty("addresses")[0].GetProperty("country").GetString());
        Assert.Equal("+2348031234568", shown.GetProperty("nextOfKin").GetProperty("phoneNumber").GetString());
        Assert.Equal("chidi@example.com", shown.GetProperty("nextOfKin").GetProperty("email").GetString());
        Assert.Equal("123456780001", shown.GetProperty("taxId").GetString());
    }

    [Fact]
    public async Task Null_removes_and_what_is_absent_stays_in_the_next_of_kin_too()
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.PatchProfileAsync(Everything, "\"1\"")).Dispose();

        using var patched = await customer.PatchProfileAsync("""{"dateOfBirth":null,"addresses":[],"taxId":null,"nextOfKin":{"email":null,"relationship":"sibling"}}""", "\"2\"");

        var shown = await patched.ReadJsonAsync();
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("dateOfBirth").ValueKind);
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("taxId").ValueKind);
        Assert.Equal(0, shown.GetProperty("addresses").GetArrayLength());
        Assert.Equal("female", shown.GetProperty("gender").GetString());
        var kin = shown.GetProperty("nextOfKin");
        Assert.Equal(("Chidi Okafor", "sibling", null), (kin.GetProperty("fullName").GetString(), kin.GetProperty("relationship").GetString(), kin.GetProperty("email").GetString()));
        using var removed = await customer.PatchProfileAsync("""{"nextOfKin":null}""", "\"3\"");
        Assert.Equal(JsonValueKind.Null, (await removed.ReadJsonAsync()).GetProperty("nextOfKin").ValueKind);
    }

    [Theory]
    [InlineData("fullName")]
    [InlineData("relationship")]
    public async Task What_every_next_of_kin_has_cannot_be_removed(string member)
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.PatchProfileAsync(Everything, "\"1\"")).Dispose();

        using var refused = await customer.PatchProfileAsync($$$"""{"nextOfKin":{"{{{member}}}":null}}""", "\"2\"");

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal($"nextOfKin.{member}", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("""{"firstName":"<b>Ada</b>"}""", "<")]
    [InlineData("""{"nextOfKin":{"fullName":"Chidi <Obi>","relationship":"friend"}}""", "<")]
    [InlineData("""{"occupation":"<b>Engineer</b>"}""", "<")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"<1 A>","city":"Bonn","postalCode":"53111","country":"DE"}]}""", "<")]
    [InlineData("""{"dateOfBirth":"2999-01-01"}""", "in the future")]
    [InlineData("""{"dateOfBirth":"1850-01-01"}""", "125 years")]
    [InlineData("""{"dateOfBirth":"2020-01-01"}""", "at least 18 years")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"1 A","city":"Lagos","country":"NG"}]}""", "Required")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"1 A","city":"Bonn","country":"DE"}]}""", "Required")]
    public async Task What_is_wrong_is_told_and_not_something_else(string patch, string words)
    {
        var customer = await stack.CreateCustomerAsync();

        using var refused = await customer.PatchProfileAsync(patch, "\"1\"");

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Contains(words, Assert.Single(Assert.Single(problem.GetProperty("errors").EnumerateObject()).Value.EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_without_a_kind_are_not_said_to_be_of_the_same()
    {
        var customer = await stack.CreateCustomerAsync();

        using var refused = await customer.PatchProfileAsync(
            """{"addresses":[{"line1":"1 A","city":"Bonn","postalCode":"53111","country":"DE"},{"line1":"2 A","city":"Bonn","postalCode":"53111","country":"DE"}]}""", "\"1\"");

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(["addresses[0].kind", "addresses[1].kind"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("""{"dateOfBirth":"17/05/1990"}""", "dateOfBirth")]
    [InlineData("""{"dateOfBirth":"1990-02-30"}""", "dateOfBirth")]
    [InlineData("""{"dateOfBirth":"2020-01-01"}""", "dateOfBirth")]
    [InlineData("""{"dateOfBirth":"1850-01-01"}""", "dateOfBirth")]
    [InlineData("""{"gender":"Female"}""", "gender")]
    [InlineData("""{"nationality":"XX"}""", "nationality")]
    [InlineData("""{"occupation":"<b>x</b>"}""", "occupation")]
    [InlineData("""{"taxId":"1234"}""", "taxId")]
    [InlineData("""{"nextOfKin":{"fullName":"Chidi"}}""", "nextOfKin.relationship")]
    [InlineData("""{"nextOfKin":{"relationship":"boss","fullName":"Chidi"}}""", "nextOfKin.relationship")]
    [InlineData("""{"nextOfKin":{"relationship":"friend","fullName":"Chidi","phoneNumber":"0803"}}""", "nextOfKin.phoneNumber")]
    [InlineData("""{"nextOfKin":{"nickname":"x"}}""", "nextOfKin.nickname")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"1 A","city":"Lagos","state":"Lagos","country":"NG","planet":"Earth"}]}""", "addresses[0].planet")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"1 A","city":"Lagos","country":"NG"}]}""", "addresses[0].state")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"1 A","city":"Lagos","state":"Texas","country":"NG"}]}""", "addresses[0].state")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"1 A","city":"Lagos","state":"Lagos","postalCode":"1234","country":"NG"}]}""", "addresses[0].postalCode")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"1 A","city":"Bonn","country":"DE"}]}""", "addresses[0].postalCode")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"","city":"Bonn","postalCode":"53111","country":"DE"}]}""", "addresses[0].line1")]
    [InlineData("""{"addresses":[{"kind":"castle","line1":"1 A","city":"Bonn","postalCode":"53111","country":"DE"}]}""", "addresses[0].kind")]
    [InlineData("""{"addresses":[{"kind":"home","line1":"1 A","city":"Bonn","postalCode":"53111","country":"DE"},{"kind":"home","line1":"2 A","city":"Bonn","postalCode":"53111","country":"DE"}]}""", "addresses")]
    [InlineData("""{"addresses":[null]}""", "addresses[0]")]
    public async Task What_cannot_be_is_refused_by_name(string patch, string member)
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.PatchProfileAsync(patch, "\"1\"");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(member, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("""{"firstName":"Augusta"}""")]
    [InlineData("""{"middleName":"X"}""")]
    [InlineData("""{"lastName":"X","displayName":"Countess"}""")]
    [InlineData("""{"dateOfBirth":"1991-05-17"}""")]
    public async Task Verified_names_and_the_date_of_birth_with_them_are_locked(string patch)
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.PatchProfileAsync(Everything, "\"1\"")).Dispose();
        await VerifyNamesAsync(customer);

        using var locked = await customer.PatchProfileAsync(patch, "\"2\"");
        using var same = await customer.PatchProfileAsync("""{"firstName":"Ada","displayName":"Countess"}""", "\"2\"");

        await locked.ShouldBeProblemAsync(HttpStatusCode.Conflict, "names_locked");
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        var shown = await same.ReadJsonAsync();
        Assert.True(shown.GetProperty("namesLocked").GetBoolean());
        Assert.Equal("Countess", shown.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_change_leaves_the_names_of_its_fields_and_digests_in_the_audit_trail_and_no_value()
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.PatchProfileAsync(Everything, "\"1\"")).Dispose();
        (await customer.PatchProfileAsync("""{"taxId":"12345678-0002"}""", "\"2\"")).Dispose();

        var reasons = await stack.QueryAsync<string>("SELECT string_agg(reason, '|' ORDER BY occurred_at) FROM audit_entries WHERE subject_id = $1 AND action = 'user.profile_updated'", customer.Id);

        Assert.Matches("dateOfBirth:->[0-9a-f]{8}", reasons);
        Assert.Matches(@"\|taxId:[0-9a-f]{8}>[0-9a-f]{8}$", reasons);
        var (first, second) = (reasons.Split('|')[0], reasons.Split('|')[1]);
        Assert.Contains(second.Split(':', '>')[1], first, StringComparison.Ordinal); // what it was is what it had become
        foreach (var value in (string[])["Marina", "1990", "Chidi", "12345678", "Ngozi"])
            Assert.DoesNotContain(value, reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_twenty_first_details_at_once_exactly_one_wins()
    {
        var customer = await stack.CreateCustomerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => customer.PatchProfileAsync($$"""{"occupation":"Engineer {{i}}"}""", "\"1\"")));

        Assert.Single(answers, a => a.IsSuccessStatusCode);
        foreach (var loser in answers.Where(a => !a.IsSuccessStatusCode))
            await loser.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task The_completeness_tells_what_the_next_tier_needs_apart_from_what_none_does()
    {
        var customer = await stack.CreateCustomerAsync();

        var before = await (await customer.Client.GetAsync("/v1/profile/completeness")).ReadJsonAsync();
        (await customer.PatchProfileAsync(Everything, "\"1\"")).Dispose();
        var after = await (await customer.Client.GetAsync("/v1/profile/completeness")).ReadJsonAsync();

        before.ShouldHaveExactly("kycTier:number", "nextTier:number", "complete:boolean", "missing:array", "tiers:array", "optional:array", "checks:array");
        Assert.Equal(["bvn nin missing"], before.GetProperty("checks").EnumerateArray().Select(Told));
        Assert.True(before.GetProperty("complete").GetBoolean()); // /v1/kyc asks for checks only
        Assert.Empty(before.GetProperty("missing").EnumerateArray());
        Assert.Equal([1, 2, 3], before.GetProperty("tiers").EnumerateArray().Select(t => t.GetProperty("tier").GetInt32()));
        Assert.Equal(
            ["phoneVerified", "middleName", "dateOfBirth", "gender", "nationality", "homeAddress", "occupation", "nextOfKin", "taxId", "avatar"],
            before.GetProperty("optional").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(["phoneVerified", "avatar"], after.GetProperty("optional").EnumerateArray().Select(m => m.GetString()));
        using var anonymous = await stack.Client.GetAsync("/v1/profile/completeness");
        await anonymous.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
    }

    private static string Told(JsonElement check) =>
        string.Join(' ', [.. check.GetProperty("anyOf").EnumerateArray().Select(k => k.GetString()), check.GetProperty("state").GetString()]);

    // What a KYC decision does.
    private Task<int> VerifyNamesAsync(Customer customer) => stack.UseAsync<UserDbContext, int>(async db =>
    {
        (await db.Users.FindAsync(customer.Id))!.GrantKycTier(1, namesVerified: true, stack.Clock.GetUtcNow());
        return await db.SaveChangesAsync();
    });
}
