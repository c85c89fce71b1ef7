using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Preferences;

[Collection(ServersCollection.Name)]
public sealed class PreferencesTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_customer_who_has_chosen_nothing_has_what_holds_in_the_country()
    {
        var customer = await stack.CreateCustomerAsync();

        var settings = await GetAsync(customer);

        settings.ShouldHaveExactly("locale:string", "timeZone:string", "theme:string", "marketing:boolean", "topics:object", "quietHours:null");
        Assert.Equal(("Africa/Lagos", "system", false), (Text(settings, "timeZone"), Text(settings, "theme"), settings.GetProperty("marketing").GetBoolean()));
        Assert.Equal("""{"account":["email","in_app"],"payments":["in_app"],"offers":["in_app"]}""", settings.GetProperty("topics").GetRawText());
    }

    [Fact]
    public async Task Parts_are_changed_and_the_rest_stays()
    {
        var customer = await stack.CreateCustomerAsync();
        var tag = await TagAsync(customer);

        using var first = await PatchAsync(customer, """{"theme":"dark","locale":"fr-SN","quietHours":{"from":"22:00","to":"07:00"},"topics":{"payments":["email","sms"],"offers":[]}}""", tag);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await PatchAsync(customer, """{"timeZone":"Africa/Dakar","quietHours":null}""", first.Headers.ETag!.ToString());

        var settings = await second.ReadJsonAsync();
        Assert.Equal(("fr-SN", "Africa/Dakar", "dark"), (Text(settings, "locale"), Text(settings, "timeZone"), Text(settings, "theme")));
        Assert.Equal("""{"account":["email","in_app"],"payments":["email","sms"],"offers":[]}""", settings.GetProperty("topics").GetRawText());
        Assert.Equal(JsonValueKind.Null, settings.GetProperty("quietHours").ValueKind);
        Assert.Equal(settings.GetRawText(), (await GetAsync(customer)).GetRawText());
        Assert.Equal("fr-SN", Text(await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync(), "locale"));
    }

    [Fact]
    public async Task Null_brings_back_what_holds_in_the_country()
    {
        var customer = await stack.CreateCustomerAsync();
        using var chosen = await PatchAsync(
            customer, """{"theme":"dark","timeZone":"Africa/Dakar","marketing":true,"topics":{"account":[],"payments":["sms"],"offers":[]}}""", await TagAsync(customer));
        Assert.Equal(HttpStatusCode.OK, chosen.StatusCode);

        using var one = await PatchAsync(customer, """{"topics":{"payments":null}}""", await TagAsync(customer));
        Assert.Equal("""{"account":[],"payments":["in_app"],"offers":[]}""", (await one.ReadJsonAsync()).GetProperty("topics").GetRawText());
        using var all = await PatchAsync(customer, """{"theme":null,"timeZone":null,"marketing":null,"topics":null}""", await TagAsync(customer));

        var settings = await all.ReadJsonAsync();
        Assert.Equal(("Africa/Lagos", "system", false), (Text(settings, "timeZone"), Text(settings, "theme"), settings.GetProperty("marketing").GetBoolean()));
        Assert.Equal("""{"account":["email","in_app"],"payments":["in_app"],"offers":["in_app"]}""", settings.GetProperty("topics").GetRawText());
        Assert.Equal([false, true], await DecisionsAsync(customer));
    }

    [Fact]
    public async Task Null_decides_nothing_where_nothing_was_decided()
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await PatchAsync(customer, """{"marketing":null}""", await TagAsync(customer));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await DecisionsAsync(customer));
    }

    [Fact]
    public async Task A_change_needs_the_tag_of_what_is_there_now()
    {
        var customer = await stack.CreateCustomerAsync();
        var tag = await TagAsync(customer);
        await (await PatchAsync(customer, """{"theme":"dark"}""", tag: null)).ShouldBeProblemAsync((HttpStatusCode)428, "precondition_required");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PatchAsync(customer, """{"theme":"dark"}""", tag)));
        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.StatusCode is not HttpStatusCode.OK), a => Assert.Equal(HttpStatusCode.PreconditionFailed, a.StatusCode));

        // The locale is in the profile: changing it there makes the tag old too.
        var next = await TagAsync(customer);
        Assert.Equal(HttpStatusCode.OK, (await customer.PatchProfileAsync("""{"locale":"en-GB"}""", "\"1\"")).StatusCode);
        await (await PatchAsync(customer, """{"theme":"light"}""", next)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Theory]
    [InlineData("""{"topics":{"security":["sms"]}}""", "topics.security")]
    [InlineData("""{"topics":{"Account":["sms"]}}""", "topics.Account")]
    [InlineData("""{"topics":{"account":["pigeon"]}}""", "topics.account")]
    [InlineData("""{"topics":{"account":["sms","sms"]}}""", "topics.account")]
    [InlineData("""{"timeZone":"Lagos"}""", "timeZone")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""", "timeZone")]
    [InlineData("""{"locale":null}""", "locale")]
    [InlineData("""{"quietHours":{"from":"25:00","to":"07:00"}}""", "quietHours.from")]
    [InlineData("""{"quietHours":{"from":"07:00","to":"07:00"}}""", "quietHours.to")]
    [InlineData("""{"marketing":"yes"}""", "marketing")]
    public async Task What_cannot_be_chosen_is_refused_by_name(string patch, string member)
    {
        var customer = await stack.CreateCustomerAsync();
        var problem = await (await PatchAsync(customer, patch, await TagAsync(customer))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
    }

    [Fact]
    public async Task Consents_are_a_ledger_that_is_only_added_to()
    {
        var customer = await stack.CreateCustomerAsync();
        Assert.Equal((false, JsonValueKind.Null), (await MarketingAsync(customer)) switch { var c => (c.GetProperty("granted").GetBoolean(), c.GetProperty("decidedAt").ValueKind) });

        foreach (var decision in (string[])["granted", "granted", "withdrawn"])
            Assert.Equal(HttpStatusCode.NoContent, (await DecideAsync(customer, "marketing", "2026-01", decision)).StatusCode);
        Assert.False((await MarketingAsync(customer)).GetProperty("granted").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(customer, """{"marketing":true}""", await TagAsync(customer))).StatusCode);
        Assert.True((await MarketingAsync(customer)).GetProperty("granted").GetBoolean());

        var history = await (await customer.Client.GetAsync("/v1/settings/consents/history?limit=2")).ReadJsonAsync();
        var rest = await (await customer.Client.GetAsync($"/v1/settings/consents/history?cursor={Text(history, "nextCursor")}")).ReadJsonAsync();
        Assert.Equal([true, false, true], history.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(d => d.GetProperty("granted").GetBoolean()));
        var events = await stack.Events.WaitForAsync(customer.Id, all => all.Count(e => e.Type == "user.consent_changed.v1") == 3, "three user.consent_changed.v1");
        Assert.Equal(["granted", "purpose", "version"], events.First(e => e.Type == "user.consent_changed.v1").Data.EnumerateObject().Select(p => p.Name).Except(["userId"]).Order(StringComparer.Ordinal));
        foreach (var statement in (string[])["UPDATE consents SET granted = true", "DELETE FROM consents"])
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => stack.ExecuteAsync(statement))).SqlState);
    }

    [Fact]
    public async Task Consent_to_other_words_than_those_of_today_is_none()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var customer = await own.CreateCustomerAsync();
        await (await DecideAsync(customer, "marketing", "2019-01", "granted")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "consent_outdated");
        await (await DecideAsync(customer, "selling_my_soul", "2026-01", "granted")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown_purpose");
        await DecideAsync(customer, "marketing", "2026-01", "granted");

        await own.ExecuteAsync("UPDATE consent_purposes SET version = '2027-01' WHERE purpose = 'marketing'");

        var marketing = await MarketingAsync(customer);
        Assert.True(marketing.GetProperty("outdated").GetBoolean());
        Assert.Equal(("2027-01", "2026-01"), (Text(marketing, "version"), Text(marketing, "decidedVersion")));
    }

    [Fact]
    public async Task What_holds_before_a_decision_depends_on_the_country()
    {
        var customer = await stack.CreateCustomerAsync();
        await stack.ExecuteAsync($"UPDATE users SET country = 'US' WHERE id = '{customer.Id}'");

        var consents = await (await customer.Client.GetAsync("/v1/settings/consents")).ReadJsonAsync();

        Assert.Equal(["analytics:True", "data_sharing:False", "marketing:False"], consents.GetProperty("items").EnumerateArray().Select(c => $"{Text(c, "purpose")}:{c.GetProperty("granted").GetBoolean()}"));
    }

    [Fact]
    public async Task Notices_stay_in_the_app_unread_until_they_are_read_and_codes_do_not()
    {
        var (customer, other) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        await customer.Client.PostAsync("/v1/settings/freeze", null);
        await customer.Client.DeleteAsync("/v1/settings/freeze");
        await customer.Client.PostAsync("/v1/settings/freeze", null);

        var inbox = await InboxAsync(customer);
        var items = inbox.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(2, inbox.GetProperty("unread").GetInt32());
        Assert.Equal(["account_frozen", "account_frozen"], items.Select(i => Text(i, "kind")));
        Assert.Equal("Your account is frozen", Text(items[0], "title"));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM notices WHERE position('frozen'::bytea in content_protected) > 0"));

        var id = items[0].GetProperty("id").GetGuid();
        await (await other.Client.PostAsync($"/v1/notifications/{id}/read", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.NoContent, (await customer.Client.PostAsync($"/v1/notifications/{id}/read", null)).StatusCode);
        var unread = await InboxAsync(customer, "?unread=true");
        Assert.Equal((1, 1), (unread.GetProperty("unread").GetInt32(), unread.GetProperty("items").GetArrayLength()));
        Assert.Equal(1, (await (await customer.Client.PostAsync("/v1/notifications/read-all", null)).ReadJsonAsync()).GetProperty("read").GetInt32());
        Assert.Equal(0, (await InboxAsync(customer)).GetProperty("unread").GetInt32());
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<JsonElement> InboxAsync(Customer customer, string query = "") => await (await customer.Client.GetAsync($"/v1/notifications{query}")).ReadJsonAsync();

    private static async Task<JsonElement> GetAsync(Customer customer) => await (await customer.Client.GetAsync("/v1/settings")).ReadJsonAsync();

    private static async Task<string> TagAsync(Customer customer) => (await customer.Client.GetAsync("/v1/settings")).Headers.ETag!.ToString();

    private static async Task<JsonElement> MarketingAsync(Customer customer) =>
        (await (await customer.Client.GetAsync("/v1/settings/consents")).ReadJsonAsync()).GetProperty("items").EnumerateArray().Single(c => Text(c, "purpose") == "marketing");

    private static async Task<IEnumerable<bool>> DecisionsAsync(Customer customer) =>
        [.. (await (await customer.Client.GetAsync("/v1/settings/consents/history")).ReadJsonAsync()).GetProperty("items").EnumerateArray().Select(d => d.GetProperty("granted").GetBoolean())];

    private static Task<HttpResponseMessage> DecideAsync(Customer customer, string purpose, string version, string decision) =>
        customer.Client.PostAsJsonAsync("/v1/settings/consents", new { purpose, version, decision });

    private static Task<HttpResponseMessage> PatchAsync(Customer customer, string json, string? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, "/v1/settings") { Content = new StringContent(json) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/merge-patch+json");
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        return customer.Client.SendAsync(request);
    }
}
