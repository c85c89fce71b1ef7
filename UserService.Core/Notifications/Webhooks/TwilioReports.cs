using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Notifications.Reports;
using UserService.Core.Notifications.Senders;

namespace UserService.Core.Notifications.Webhooks;

/// <inheritdoc cref="ITwilioReports"/>
internal sealed class TwilioReports(DeliveryReports reports, IOptions<TwilioOptions> options, IOptions<TokenOptions> tokens, TimeProvider time) : ITwilioReports
{
    private const string Prefix = "?notification=";

    public async Task<ReportOutcome> TakeAsync(string query, IReadOnlyDictionary<string, string> form, string? signature, CancellationToken ct)
    {
        var twilio = options.Value;
        if (!twilio.IsConfigured || twilio.CallbackFor(tokens.Value.Issuer) is not { Length: > 0 } callback)
            return ReportOutcome.NotConfigured;
        if (signature is null || !TwilioSignature.IsValid(twilio.AuthToken!, callback + query, form, signature))
            return ReportOutcome.Forged;
        if (!query.StartsWith(Prefix, StringComparison.Ordinal) || !Guid.TryParse(query.AsSpan(Prefix.Length), out var id) || !form.TryGetValue("MessageStatus", out var status))
            return ReportOutcome.Unreadable;

        // Twilio sends no time of the change; the statuses themselves tell which is later.
        if (StateOf(status) is { } state)
            await reports.ApplyAsync(new DeliveryReport(id, state, time.GetUtcNow(), TwilioSender.ProviderName, form.TryGetValue("ErrorCode", out var code) ? Cut(code) : null), ct);
        return ReportOutcome.Taken;
    }

    private static DeliveryState? StateOf(string status) => status switch
    {
        "accepted" or "scheduled" or "queued" or "sending" or "sent" => DeliveryState.Accepted,
        "delivered" => DeliveryState.Delivered,
        "undelivered" or "failed" or "canceled" => DeliveryState.Failed,
        "read" => DeliveryState.Read,
        _ => null, // a status of the future
    };

    private static string? Cut(string code) => code.Length is 0 or > 60 ? null : code;
}
