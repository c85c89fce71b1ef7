using System.Net;
using System.Text.Json;
using UserService.Core.Admin.Customers;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Admin;

[Collection(OtherServersCollection.Name)]
public sealed class CustomerSearchTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Finds_a_customer_by_id_address_number_and_parts_of_the_name_and_masks_contacts()
    {
        var (customer, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"));
        await NameAsync(customer, "Ngozichukwuka", "Adebayo-Xyz");
        await stack.ExecuteAsync($"UPDATE users SET phone_number = '+2348031111111', phone_verified_at = NULL WHERE id = '{customer.Id}'");

        foreach (var (by, value) in ((string, string)[])[
            ("id", customer.Id.ToString()), ("email", customer.Email.ToUpperInvariant()), ("phone", "+234 803 111 1111"),
            ("name", "ngozichu"), ("name", "BAYO-XYZ chukwuka"), ("name", "adebayo-x ng")])
        {
            using var response = await support.PostAsync("users/search", new { by, value });
            var answer = await response.ReadJsonAsync();
            var found = answer.GetProperty("items").EnumerateArray().Single(c => c.GetProperty("id").GetGuid() == customer.Id);
            Assert.Equal($"{customer.Email[0]}***@example.com", found.GetProperty("email").GetString());
            Assert.Equal("+234*****1111", found.GetProperty("phoneNumber").GetString());
            Assert.False(answer.GetProperty("more").GetBoolean());
        }
    }

    [Theory]
    [InlineData("id", "7")]
    [InlineData("email", "nobody")]
    [InlineData("phone", "0803 111 1111")]
    [InlineData("name", "ad")]
    [InlineData("name", "%%%")]
    [InlineData("name", "___ %")]
    [InlineData("bvn", "123")]
    public async Task What_cannot_be_a_value_of_its_kind_is_refused(string by, string value)
    {
        var support = await stack.CreateStaffAsync("support");
        await (await support.PostAsync("users/search", new { by, value })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "bad_search");
    }

    [Fact]
    public async Task Wildcards_in_a_name_are_letters_like_others()
    {
        var (customer, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"));
        await NameAsync(customer, "Per%cent", "Under_score");

        Assert.Equal(1, await CountAsync(support, "per%cent"));
        Assert.Equal(1, await CountAsync(support, "der_sco"));
        Assert.Equal(0, await CountAsync(support, "perxcent%"));
        Assert.Equal(0, await CountAsync(support, "derxsco"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Parts_of_names_are_looked_up_in_the_index(int parts)
    {
        var plan = await stack.ExplainAsync(CustomerFinder.ByName(parts), [2, .. Enumerable.Repeat("%adebayo%", parts)]);

        Assert.Contains("ix_users_name_trgm", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_it_shows_as_many_as_are_asked_for_and_says_that_there_are_more()
    {
        var support = await stack.CreateStaffAsync("support");
        for (var i = 0; i < 3; i++)
            await NameAsync(await stack.CreateCustomerAsync(), "Zwhumba", "Manyfold");

        using var two = await support.PostAsync("users/search?limit=2", new { by = "name", value = "zwhumba" });
        Assert.Equal((2, true), ((await two.ReadJsonAsync()).GetProperty("items").GetArrayLength(), (await two.ReadJsonAsync()).GetProperty("more").GetBoolean()));
        await (await support.PostAsync("users/search?limit=51", new { by = "name", value = "zwhumba" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task The_account_is_shown_masked_and_the_look_at_it_is_recorded()
    {
        var (customer, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"));

        var seen = await support.GetAsync($"users/{customer.Id}");

        seen.ShouldHaveExactly(
            "id:uuid", "status:string", "kycTier:number", "firstName:string", "lastName:string", "displayName:null", "email:string", "emailVerified:boolean", "phoneNumber:null",
            "phoneVerified:boolean", "country:string", "locale:string", "roles:array", "factors:array", "sessions:number", "createdAt:time", "updatedAt:time");
        Assert.DoesNotContain(customer.Email, seen.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, seen.GetProperty("sessions").GetInt32());
        Assert.Equal($"staff {support.Id} ", await stack.AuditOfAsync(customer.Id, "admin.user_viewed"));
        await (await support.Client.GetAsync($"/v1/admin/users/{Guid.Empty}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Unmasking_needs_the_permission_and_a_reason_and_is_recorded()
    {
        var customer = await stack.CreateCustomerAsync();
        var (support, compliance) = (await stack.CreateStaffAsync("support"), await stack.CreateStaffAsync("compliance"));
        var asked = new { fields = new[] { "email", "phoneNumber" }, reason = "A court order, 14/2026" };

        await (await support.PostAsync($"users/{customer.Id}/unmask", asked)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal("", await stack.AuditOfAsync(customer.Id, "admin.user_unmasked"));
        await (await compliance.PostAsync($"users/{customer.Id}/unmask", new { fields = new[] { "password" }, reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

        using var response = await compliance.PostAsync($"users/{customer.Id}/unmask", asked);
        Assert.Equal(customer.Email, (await response.ReadJsonAsync()).GetProperty("fields").GetProperty("email").GetString());
        Assert.Equal($"staff {compliance.Id} email phoneNumber: A court order, 14/2026", await stack.AuditOfAsync(customer.Id, "admin.user_unmasked"));
    }

    [Fact]
    public async Task A_birthday_and_addresses_are_shown_for_a_reason_and_the_trail_names_them_and_not_what_they_say()
    {
        var (customer, stranger, compliance) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"));
        using var told = await customer.PatchProfileAsync(
            """
            {
              "dateOfBirth": "1991-11-23", "addresses": [
                { "kind": "home", "line1": "12 Marina Road", "line2": "Flat 3", "city": "Lagos", "state": "Lagos", "postalCode": "101241", "country": "NG" },
                { "kind": "work", "line1": "1 Rue de la Paix", "city": "Paris", "postalCode": "75002", "country": "FR" }]
            }
            """,
            "\"1\"");
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        var asked = new { fields = new[] { "dateOfBirth", "addresses" }, reason = "A letter came back" };

        using var response = await compliance.PostAsync($"users/{customer.Id}/unmask", asked);
        using var nothing = await compliance.PostAsync($"users/{stranger.Id}/unmask", asked);

        var fields = (await response.ReadJsonAsync()).GetProperty("fields");
        Assert.Equal("1991-11-23", fields.GetProperty("dateOfBirth").GetString());
        Assert.Equal("home: 12 Marina Road, Flat 3, Lagos, Lagos, 101241, NG\nwork: 1 Rue de la Paix, Paris, 75002, FR", fields.GetProperty("addresses").GetString());
        Assert.Equal($"staff {compliance.Id} dateOfBirth addresses: A letter came back", await stack.AuditOfAsync(customer.Id, "admin.user_unmasked"));
        Assert.Equal("""{"dateOfBirth":null,"addresses":null}""", (await nothing.ReadJsonAsync()).GetProperty("fields").GetRawText());
    }

    [Fact]
    public async Task Neither_customers_nor_staff_without_a_second_factor_come_in()
    {
        var (customer, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("support"));

        await (await customer.Client.GetAsync($"/v1/admin/users/{customer.Id}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await stack.Client.GetAsync($"/v1/admin/users/{customer.Id}")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");

        var forge = await stack.ForgeAsync();
        var claims = forge.CustomerClaims(support.Id, support.Person.SessionId);
        claims["roles"] = new System.Text.Json.Nodes.JsonArray("support");
        claims["acr"] = "aal1";
        using var weak = stack.NewClient(forge.Sign(forge.Header(), claims));
        using var refused = await weak.GetAsync($"/v1/admin/users/{customer.Id}");
        await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient_user_authentication");
        Assert.Contains("acr_values=\"aal2\"", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_role_allows_is_data_and_a_change_is_known_within_a_second()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var (customer, support) = (await own.CreateCustomerAsync(), await own.CreateStaffAsync("support"));
        await support.GetAsync($"users/{customer.Id}");

        await own.ExecuteAsync("DELETE FROM role_permissions WHERE role = 'support' AND permission = 'users.view'");

        await Task.Delay(TimeSpan.FromSeconds(1));
        await (await support.Client.GetAsync($"/v1/admin/users/{customer.Id}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    private static async Task NameAsync(Customer customer, string first, string last)
    {
        using var response = await customer.PatchProfileAsync(JsonSerializer.Serialize(new { firstName = first, lastName = last }), "\"1\"");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<int> CountAsync(Staff staff, string name)
    {
        using var response = await staff.PostAsync("users/search", new { by = "name", value = name });
        return (await response.ReadJsonAsync()).GetProperty("items").GetArrayLength();
    }
}
