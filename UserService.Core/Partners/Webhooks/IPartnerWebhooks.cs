namespace UserService.Core.Partners.Webhooks;

/// <summary>Takes webhooks in: checks who sent them, stores them, and leaves the rest to the Worker.</summary>
public interface IPartnerWebhooks
{
    /// <summary>False where the signature is not the partner's, or the partner is not configured; nothing is stored then.</summary>
    /// <param name="partner"><c>paystack</c> or <c>flutterwave</c>.</param>
    /// <param name="signature">The header <c>x-paystack-signature</c> or <c>verif-hash</c>.</param>
    /// <param name="body">Exactly as it came.</param>
    Task<bool> ReceiveAsync(string partner, string? signature, ReadOnlyMemory<byte> body, CancellationToken ct);
}
