using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using UserService.Core.Messaging;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Unit.Messaging;

/// <summary>docs/events and the list in docs/api/events.md say what the code publishes. <c>./scripts/events.sh</c> writes both.</summary>
public sealed class EventSchemaTests
{
    private const string Begin = "<!-- events: written by scripts/events.sh -->";
    private const string End = "<!-- /events -->";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string Root = FindRoot();

    private static bool Writes => Environment.GetEnvironmentVariable("WRITE_EVENT_DOCS") == "1";

    [Fact]
    public void Every_event_has_its_schema_in_docs_and_no_schema_is_left_over()
    {
        var folder = Path.Combine(Root, "docs", "events");
        var wanted = EventSchemas.All.ToDictionary(e => $"{e.Key}.json", e => e.Value.ToJsonString(Indented) + "\n");
        if (Writes)
            Write(folder, wanted);

        Assert.Equal(wanted.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        foreach (var (name, text) in wanted)
            Assert.True(text == File.ReadAllText(Path.Combine(folder, name)), $"docs/events/{name} is out of step: run ./scripts/events.sh");
    }

    [Fact]
    public void The_types_that_can_be_asked_for_are_those_of_the_events() =>
        Assert.Equal(EventSchemas.All.Keys.Order(StringComparer.Ordinal), EventTypes.All.Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_lists_every_event()
    {
        var file = Path.Combine(Root, "docs", "api", "events.md");
        var page = File.ReadAllText(file);
        var section = new Regex($"{Regex.Escape(Begin)}.*?{Regex.Escape(End)}", RegexOptions.Singleline, TimeSpan.FromSeconds(5));
        var wanted = $"{Begin}\n{Table()}{End}";
        if (Writes)
            File.WriteAllText(file, page = section.Replace(page, wanted.Replace("$", "$$", StringComparison.Ordinal)));

        Assert.True(section.Match(page).Value == wanted, "docs/api/events.md is out of step: run ./scripts/events.sh");
    }

    [Fact]
    public void A_schema_refuses_what_it_does_not_describe()
    {
        var schema = EventSchemas.All["user.registered.v1"];
        const string good =
            """{"specversion":"1.0","id":"0190a5d1-ac96-774b-bcce-b302099a8057","source":"/user-service","type":"user.registered.v1","subject":"0190a5d1-ac96-774b-bcce-b302099a8057","time":"2026-11-23T02:04:04.1Z","datacontenttype":"application/json","sequence":"0000000000000000001","data":{"userId":"0190a5d1-ac96-774b-bcce-b302099a8057","country":"NG"}}""";
        Assert.Empty(Faults(good));

        foreach (var (from, to) in new[]
        {
            ("\"country\":\"NG\"", "\"country\":7"), ("\"country\":\"NG\"", "\"country\":\"NG\",\"email\":\"x@example.com\""), (",\"country\":\"NG\"", ""),
            ("\"0000000000000000001\"", "\"1\""), ("\"1.0\"", "\"0.3\""), ("\"/user-service\"", "\"/x\""), ("{\"userId\":\"0190a5d1-", "{\"userId\":\"0190a5d1"),
        })
        {
            Assert.NotEmpty(Faults(good.Replace(from, to, StringComparison.Ordinal)));
        }

        IReadOnlyList<string> Faults(string text) => SchemaCheck.Faults(schema, JsonDocument.Parse(text).RootElement);
    }

    private static void Write(string folder, Dictionary<string, string> wanted)
    {
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.GetFiles(folder))
            File.Delete(old);
        foreach (var (name, text) in wanted)
            File.WriteAllText(Path.Combine(folder, name), text);
    }

    private static string Table()
    {
        var table = new StringBuilder("| type | when | data | schema |\n|---|---|---|---|\n");
        foreach (var type in EventSchemas.All.Keys.Order(StringComparer.Ordinal))
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{type}` | {EventSchemas.Summary(type)} | ")
                .AppendJoin(", ", EventSchemas.Members(type).Select(m => $"`{m}`"))
                .Append(System.Globalization.CultureInfo.InvariantCulture, $" | [schema](../events/{type}.json) |\n");
        }

        return table.ToString();
    }

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "UserService.sln")))
            at = at.Parent!;
        return at.FullName;
    }
}
