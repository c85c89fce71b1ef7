using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace UserService.Tests.Fixtures;

/// <summary>A CloudEvent as it came over the wire.</summary>
public sealed record ReceivedEvent(string RoutingKey, IReadOnlyBasicProperties Properties, string Text, JsonElement Json)
{
    public string Id => Json.GetProperty("id").GetString()!;

    public string Type => Json.GetProperty("type").GetString()!;

    public string Subject => Json.GetProperty("subject").GetString()!;

    public JsonElement Data => Json.GetProperty("data");

    public long Sequence => long.Parse(Json.GetProperty("sequence").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>From the AMQP header, which is where consumers' tracing looks.</summary>
    public string? TraceParent => Properties.Headers?.TryGetValue("traceparent", out var value) == true && value is byte[] bytes ? Encoding.ASCII.GetString(bytes) : null;

    internal static ReceivedEvent Of(string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        return new ReceivedEvent(routingKey, new BasicProperties(properties), text, JsonDocument.Parse(text).RootElement);
    }
}
