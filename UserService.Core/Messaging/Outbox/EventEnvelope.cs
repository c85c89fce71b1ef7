using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace UserService.Core.Messaging.Outbox;

/// <summary>An event as CloudEvents 1.0 in structured JSON.</summary>
internal static class EventEnvelope
{
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    private static readonly Uri Source = new("/user-service", UriKind.Relative);

    // https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/sequence.md and distributed-tracing.md
    private static readonly CloudEventAttribute Sequence = CloudEventAttribute.CreateExtension("sequence", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute TraceParent = CloudEventAttribute.CreateExtension("traceparent", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute[] Extensions = [Sequence, TraceParent];
    private static readonly JsonEventFormatter Formatter = new();

    /// <summary>Per-user sequence numbers as text of one length: the extension asks for an order that text sorting keeps.</summary>
    public static ReadOnlyMemory<byte> Encode(WaitingEvent waiting, string? traceParent)
    {
        using var data = JsonDocument.Parse(waiting.Data);
        var cloudEvent = new CloudEvent(CloudEventsSpecVersion.V1_0, Extensions)
        {
            Id = waiting.Id.ToString(),
            Type = waiting.Type,
            Source = Source,
            Subject = waiting.UserId.ToString(),
            Time = waiting.OccurredAt,
            DataContentType = "application/json",
            Data = data.RootElement,
        };
        cloudEvent[Sequence] = waiting.Sequence.ToString("D19", System.Globalization.CultureInfo.InvariantCulture);
        if (traceParent is not null)
            cloudEvent[TraceParent] = traceParent;
        return Formatter.EncodeStructuredModeMessage(cloudEvent, out _);
    }
}
