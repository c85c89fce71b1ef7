using System.Net;
using System.Net.Http.Headers;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class ProfileTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Shows_exactly_the_promised_members_with_an_entity_tag()
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.Client.GetAsync("/v1/profile");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"1\"", response.Headers.ETag?.ToString());
        var profile = await response.ReadJsonAsync();
        profile.ShouldHaveExactly(
            "id:uuid", "email:string", "emailVerified:boolean", "phoneNumber:null", "phoneVerified:boolean", "firstName:string", "lastName:string", "displayName:null",
            "country:string", "locale:string", "status:string", "kycTier:number", "createdAt:time", "updatedAt:time",
            "middleName:null", "namesLocked:boolean", "dateOfBirth:null", "gender:null", "nationality:null", "occupation:null", "addresses:array", "nextOfKin:null", "taxId:null", "hasAvatar:boolean");
        Assert.Equal(customer.Id, profile.GetProperty("id").GetGuid());
        Assert.True(profile.GetProperty("emailVerified").GetBoolean());
        Assert.False(profile.GetProperty("phoneVerified").GetBoolean());
    }

    [Theory]
    [InlineData("{etag}")]
    [InlineData("W/{etag}")]
    [InlineData("\"0\", {etag}")]
    [InlineData("*")]
    public async Task Answers_304_to_who_has_the_current_one(string ifNoneMatch)
    {
        var customer = await stack.CreateCustomerAsync();
        var etag = (await customer.Client.GetAsync("/v1/profile")).Headers.ETag!.ToString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profile");
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch.Replace("{etag}", etag, StringComparison.Ordinal));

        using var response = await customer.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal(etag, response.Headers.ETag?.ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Answers_in_full_to_who_has_an_old_one()
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.PatchProfileAsync("""{"displayName":"Countess"}""", "\"1\"")).Dispose();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profile") { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"1\"") } } };

        using var response = await customer.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"2\"", response.Headers.ETag?.ToString());
    }

    [Fact]
    public async Task A_change_is_read_at_once_and_told_to_the_platform_without_its_values()
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.PatchProfileAsync("""{"firstName":" Augusta  Ada ","displayName":"Countess","locale":"fr-fr"}""", "\"1\"");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"2\"", response.Headers.ETag?.ToString());
        var answer = await response.ReadJsonAsync();
        var read = await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.Equal(answer.GetRawText(), read.GetRawText());
        Assert.Equal("Augusta Ada", read.GetProperty("firstName").GetString());
        Assert.Equal("Okafor", read.GetProperty("lastName").GetString());
        Assert.Equal("Countess", read.GetProperty("displayName").GetString());
        Assert.Equal("fr-FR", read.GetProperty("locale").GetString());
        var told = await stack.Events.WaitForAsync("user.profile_updated.v1", customer.Id);
        told.Data.ShouldHaveExactly("userId:uuid", "fields:array", "revision:number");
        Assert.Equal(["displayName", "firstName", "locale"], told.Data.GetProperty("fields").EnumerateArray().Select(f => f.GetString()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Countess", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_absent_stays_and_null_removes()
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.PatchProfileAsync("""{"displayName":"Countess"}""", "\"1\"")).Dispose();

        using var absent = await customer.PatchProfileAsync("""{"locale":"en-NG"}""", "\"2\"");
        using var removed = await customer.PatchProfileAsync("""{"displayName":null}""", "\"3\"");

        Assert.Equal("Countess", (await absent.ReadJsonAsync()).GetProperty("displayName").GetString());
        Assert.Null((await removed.ReadJsonAsync()).GetProperty("displayName").GetString());
    }

    [Theory]
    [InlineData("firstName")]
    [InlineData("lastName")]
    [InlineData("locale")]
    public async Task What_every_customer_has_cannot_be_removed(string member)
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.PatchProfileAsync($$"""{"{{member}}":null}""", "\"1\"");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(member, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("""{"email":"eve@example.com"}""", "email")]
    [InlineData("""{"kycTier":3}""", "kycTier")]
    [InlineData("""{"status":"active"}""", "status")]
    [InlineData("""{"hasFirstName":true}""", "hasFirstName")]
    public async Task What_a_customer_may_not_change_this_way_is_refused_by_name(string patch, string member)
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.PatchProfileAsync(patch, "\"1\"");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(member, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_keeps_the_entity_tag_and_is_told_to_nobody()
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.PatchProfileAsync("{}", "\"1\"");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"1\"", response.Headers.ETag?.ToString());
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE user_id = $1 AND type = 'user.profile_updated.v1'", customer.Id));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.PreconditionRequired, "precondition_required")]
    [InlineData("\"7\"", HttpStatusCode.PreconditionFailed, "precondition_failed")]
    [InlineData("W/\"1\"", HttpStatusCode.PreconditionFailed, "precondition_failed")]
    [InlineData("1", HttpStatusCode.PreconditionFailed, "precondition_failed")]
    [InlineData("\"99999999999999999999\"", HttpStatusCode.PreconditionFailed, "precondition_failed")]
    [InlineData("\"", HttpStatusCode.PreconditionFailed, "precondition_failed")]
    [InlineData("W/\"1\", \"2\"", HttpStatusCode.PreconditionFailed, "precondition_failed")]
    [InlineData("\"*\"", HttpStatusCode.PreconditionFailed, "precondition_failed")]
    public async Task A_change_needs_the_current_entity_tag(string? ifMatch, HttpStatusCode status, string code)
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.PatchProfileAsync("""{"displayName":"Countess"}""", ifMatch);

        await response.ShouldBeProblemAsync(status, code);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"0\", \"1\"")]
    [InlineData("W/\"9\",\"0\",\"x\",\"1\"")]
    public async Task A_change_is_made_where_one_of_the_entity_tags_is_the_current_one(string ifMatch)
    {
        var customer = await stack.CreateCustomerAsync();

        foreach (var path in (string[])["/v1/profile", "/v1/settings"])
        {
            using var response = await PatchAsync(customer, path, """{"locale":"en"}""", ifMatch);
            Assert.True(response.StatusCode is HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        }

        using var limits = await PatchAsync(customer, "/v1/settings/limits", """{"single":1000}""", ifMatch);
        Assert.True(limits.StatusCode is HttpStatusCode.OK, await limits.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json-patch+json")]
    public async Task A_change_in_another_format_is_refused(string contentType)
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.PatchProfileAsync("""{"displayName":"Countess"}""", "\"1\"", contentType);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Of_twenty_changes_at_once_with_one_entity_tag_exactly_one_wins()
    {
        var customer = await stack.CreateCustomerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => customer.PatchProfileAsync($$"""{"displayName":"Countess {{i}}"}""", "\"1\"")));

        var winner = Assert.Single(answers, a => a.IsSuccessStatusCode);
        foreach (var loser in answers.Where(a => a != winner))
            await loser.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        var now = await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.Equal((await winner.ReadJsonAsync()).GetProperty("displayName").GetString(), now.GetProperty("displayName").GetString());
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE user_id = $1 AND type = 'user.profile_updated.v1'", customer.Id));
    }

    private static Task<HttpResponseMessage> PatchAsync(Customer customer, string path, string json, string ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(json) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/merge-patch+json");
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return customer.Client.SendAsync(request);
    }
}
