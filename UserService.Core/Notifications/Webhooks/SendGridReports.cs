using System.Text.Json;
using Microsoft.Extensions.Options;
using UserService.Core.Notifications.Reports;
using UserService.Core.Notifications.Senders;

namespace UserService.Core.Notifications.Webhooks;

/// <inheritdoc cref="ISendGridReports"/>
internal sealed class SendGridReports(DeliveryReports reports, IOptions<SendGridOptions> options) : ISendGridReports
{
    public async Task<ReportOutcome> TakeAsync(ReadOnlyMemory<byte> body, string? signature, string? timestamp, CancellationToken ct)
    {
        if (options.Value is not { IsConfigured: true, WebhookPublicKey: { Length: > 0 } key })
            return ReportOutcome.NotConfigured;
        if (signature is null || timestamp is null || !SendGridSignature.IsValid(key, body.Span, signature, timestamp))
            return ReportOutcome.Forged;
        if (Read(body) is not { } events)
            return ReportOutcome.Unreadable;
        foreach (var report in events)
            await reports.ApplyAsync(report, ct);
        return ReportOutcome.Taken;
    }

    private static List<DeliveryReport>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Array ? [.. json.RootElement.EnumerateArray().Select(ReadOne).OfType<DeliveryReport>()] : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Events of other messages, and kinds that say nothing of delivery, are passed over.
    private static DeliveryReport? ReadOne(JsonElement one)
    {
        const long latest = 253_402_300_799; // the year 9999
        if (one.ValueKind is not JsonValueKind.Object || !Guid.TryParse(Text(one, SendGridSender.NotificationId), out var id)
            || !one.TryGetProperty("timestamp", out var time) || !time.TryGetInt64(out var seconds) || seconds is < 0 or > latest)
        {
            return null;
        }

        DeliveryState? state = Text(one, "event") switch
        {
            "processed" or "deferred" => DeliveryState.Accepted,
            "delivered" => DeliveryState.Delivered,
            "bounce" or "dropped" => DeliveryState.Failed,
            "open" or "click" => DeliveryState.Read,
            _ => null,
        };

        // "status" is the mail server's code (5.1.1); "reason" quotes the address.
        return state is null ? null : new DeliveryReport(
            id, state.Value, DateTimeOffset.FromUnixTimeSeconds(seconds), SendGridSender.ProviderName,
            state is DeliveryState.Failed && Text(one, "status") is { Length: <= 60 } status ? status : null);
    }

    private static string? Text(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
