using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Xml.Linq;
using UserService.Core.Messaging;

namespace UserService.Tests.Fixtures;

/// <summary>JSON Schemas (2020-12) of every event, made from the records and their XML docs: what <c>docs/events</c> holds.</summary>
internal static class EventSchemas
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private static readonly Assembly Core = typeof(IIntegrationEvent).Assembly;
    private static readonly Dictionary<string, XElement> Docs = XDocument.Load(Path.ChangeExtension(Core.Location, ".xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, m => m);

    /// <summary>By CloudEvents type.</summary>
    public static IReadOnlyDictionary<string, JsonObject> All { get; } = Core.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IIntegrationEvent).IsAssignableFrom(t))
        .ToDictionary(TypeOf, Schema);

    /// <summary>What an event says, in a sentence.</summary>
    public static string Summary(string type) => All[type]["description"]!.GetValue<string>();

    /// <summary>Members of the data, in the order of the record.</summary>
    public static IEnumerable<string> Members(string type) => All[type]["properties"]!["data"]!["properties"]!.AsObject().Select(p => p.Key);

    private static string TypeOf(Type record) => ((IIntegrationEvent)RuntimeHelpers.GetUninitializedObject(record)).Type;

    private static JsonObject Schema(Type record)
    {
        var type = TypeOf(record);
        return new JsonObject
        {
            ["$schema"] = Dialect,
            ["$id"] = $"{type}.json",
            ["title"] = type,
            ["description"] = Text(Docs[$"T:{record.FullName}"].Element("summary")),
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["specversion"] = new JsonObject { ["const"] = "1.0" },
                ["id"] = Described("string", "uuid", "The same for every copy: the key against duplicates."),
                ["source"] = new JsonObject { ["const"] = "/user-service" },
                ["type"] = new JsonObject { ["const"] = type },
                ["subject"] = Described("string", "uuid", "The user's id."),
                ["time"] = Described("string", "date-time", "When it happened."),
                ["datacontenttype"] = new JsonObject { ["const"] = "application/json" },
                ["sequence"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{19}$", ["description"] = "1, 2, 3, … per user, with leading zeros." },
                ["traceparent"] = new JsonObject { ["type"] = "string", ["pattern"] = "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", ["description"] = "W3C trace context of what caused it." },
                ["data"] = Data(record),
            },
            ["required"] = new JsonArray("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "sequence", "data"),
        };
    }

    private static JsonObject Data(Type record)
    {
        var info = EventJson.Default.GetTypeInfo(record) ?? throw new InvalidOperationException($"{record.Name} is not listed in EventJson.");
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true };
        var schema = info.GetJsonSchemaAsNode(options).AsObject();
        schema["type"] = "object";
        var parameters = Docs[$"T:{record.FullName}"].Elements("param").ToDictionary(p => p.Attribute("name")!.Value, Text, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, member) in schema["properties"]!.AsObject())
        {
            if (parameters.TryGetValue(name, out var text))
                member!.AsObject()["description"] = text;
        }

        // The serializer always writes all of them.
        schema["required"] = new JsonArray([.. schema["properties"]!.AsObject().Select(p => JsonValue.Create(p.Key))]);
        return (JsonObject)schema.DeepClone();
    }

    private static JsonObject Described(string type, string format, string text) => new() { ["type"] = type, ["format"] = format, ["description"] = text };

    // <c>x</c> reads as x in a schema; line breaks are those of the source.
    private static string Text(XElement? element) => string.Join(' ', (element?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
