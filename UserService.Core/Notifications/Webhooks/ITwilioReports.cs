namespace UserService.Core.Notifications.Webhooks;

/// <summary>Delivery reports that Twilio posts.</summary>
public interface ITwilioReports
{
    /// <summary>Notes what a callback says.</summary>
    /// <param name="query">The query of its address, with the question mark: Twilio signs it.</param>
    /// <param name="form">Its parameters.</param>
    /// <param name="signature">The header <c>X-Twilio-Signature</c>.</param>
    Task<ReportOutcome> TakeAsync(string query, IReadOnlyDictionary<string, string> form, string? signature, CancellationToken ct);
}

/// <summary>Delivery reports that SendGrid posts.</summary>
public interface ISendGridReports
{
    /// <summary>Notes what a batch of events says.</summary>
    /// <param name="body">The bytes as they came: they are what is signed.</param>
    /// <param name="signature">The header <c>X-Twilio-Email-Event-Webhook-Signature</c>.</param>
    /// <param name="timestamp">The header <c>X-Twilio-Email-Event-Webhook-Timestamp</c>.</param>
    Task<ReportOutcome> TakeAsync(ReadOnlyMemory<byte> body, string? signature, string? timestamp, CancellationToken ct);
}

/// <summary>What became of a report.</summary>
public enum ReportOutcome
{
    /// <summary>Noted, or known before.</summary>
    Taken,

    /// <summary>The provider is not configured here.</summary>
    NotConfigured,

    /// <summary>Not signed by the provider.</summary>
    Forged,

    /// <summary>Signed, and not understood.</summary>
    Unreadable,
}
