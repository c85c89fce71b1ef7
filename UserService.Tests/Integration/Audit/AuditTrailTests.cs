using System.Net;
using System.Text.Json;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Admin;

namespace UserService.Tests.Integration.Audit;

[Collection(OtherServersCollection.Name)]
public sealed class AuditTrailTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Entries_are_found_by_subject_actor_action_and_time_page_by_page()
    {
        var (customer, auditor) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"));
        await auditor.GetAsync($"users/{customer.Id}");

        var all = await PagesAsync(auditor, $"audit?subject={customer.Id}&limit=2");
        Assert.Equal(all.Select(Id).OrderDescending(), all.Select(Id));
        Assert.Superset(new HashSet<string> { "user.registered", "user.email_verified", "auth.login_succeeded", "admin.user_viewed" }, all.Select(Action).ToHashSet());
        all[0].ShouldHaveExactly(
            "id:uuid", "occurredAt:time", "action:string", "actorType:string", "actorId:string", "subjectId:uuid", "sessionId:uuid", "address:string", "reason:" + (all[0].GetProperty("reason").ValueKind is JsonValueKind.Null ? "null" : "string"),
            "beforeHash:null", "afterHash:null");

        Assert.Equal(["admin.user_viewed"], (await PagesAsync(auditor, $"audit?actor={auditor.Id}&subject={customer.Id}&action=admin.*&limit=1")).Select(Action).Where(a => a == "admin.user_viewed"));
        Assert.Equal(["user.registered"], (await PagesAsync(auditor, $"audit?subject={customer.Id}&action=user.registered&limit=50")).Select(Action));
        var from = Uri.EscapeDataString(stack.Clock.GetUtcNow().AddMinutes(5).ToString("O"));
        Assert.Empty(await PagesAsync(auditor, $"audit?subject={customer.Id}&from={from}&limit=50"));
        Assert.Equal("audit.read", (await PagesAsync(auditor, $"audit?actor={auditor.Id}&action=audit.*&limit=50"))[0].GetProperty("action").GetString());
    }

    [Theory]
    [InlineData("audit?cursor=nonsense")]
    [InlineData("audit?limit=0")]
    [InlineData("audit?subject=7")]
    [InlineData("audit?action=A%27%3B")]
    [InlineData("audit?from=yesterday")]
    [InlineData("audit/export")]
    [InlineData("audit/export?from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z")]
    [InlineData("audit/export?from=2026-01-01T00:00:00Z&to=2026-01-31T00:00:00Z&format=xls")]
    public async Task A_question_that_makes_no_sense_is_refused(string path)
    {
        var auditor = await stack.CreateStaffAsync("compliance");
        await (await auditor.Client.GetAsync($"/v1/admin/{path}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task An_export_holds_what_the_query_shows_and_runs_no_formula()
    {
        var (customer, auditor, support) = (await stack.CreateCustomerAsync(), await stack.CreateStaffAsync("compliance"), await stack.CreateStaffAsync("support"));
        await support.PostAsync($"users/{customer.Id}/unlock", new { reason = "=HYPERLINK(\"http://evil.example\",\"click\")" });
        var now = stack.Clock.GetUtcNow();
        var range = $"from={Uri.EscapeDataString(now.AddHours(-1).ToString("O"))}&to={Uri.EscapeDataString(now.AddHours(1).ToString("O"))}&subject={customer.Id}";
        await (await support.Client.GetAsync($"/v1/admin/audit/export?{range}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        using var csv = await auditor.Client.GetAsync($"/v1/admin/audit/export?{range}");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, l => l.Contains("\"'=HYPERLINK(\"\"http", StringComparison.Ordinal));

        using var ndjson = await auditor.Client.GetAsync($"/v1/admin/audit/export?{range}&format=ndjson");
        var entries = (await ndjson.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var shown = await PagesAsync(auditor, $"audit?subject={customer.Id}&limit=100");
        Assert.Equal(shown.Where(e => Action(e) is not "audit.read").Select(Id).Order(), entries.Where(e => Action(e) is not "audit.read").Select(Id).Order());
        Assert.Equal(entries.Count(e => Action(e) is not "audit.exported"), lines.Length - 1 - 1); // the header, and the first export, which the second shows too
    }

    private static string Action(JsonElement entry) => entry.GetProperty("action").GetString()!;

    private static Guid Id(JsonElement entry) => entry.GetProperty("id").GetGuid();

    private static async Task<List<JsonElement>> PagesAsync(Staff auditor, string path)
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await auditor.GetAsync(cursor is null ? path : $"{path}&cursor={cursor}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return all;
    }
}
