using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Partners.Flutterwave;
using UserService.Core.Partners.Paystack;
using UserService.Core.Protection;

namespace UserService.Core.Partners.Webhooks;

/// <inheritdoc cref="IPartnerWebhooks"/>
internal sealed class PartnerWebhooks(
    NpgsqlDataSource database, SystemKeys keys, IOptions<PaystackOptions> paystack, IOptions<FlutterwaveOptions> flutterwave, TimeProvider time) : IPartnerWebhooks
{
    /// <summary>The purpose that bodies are encrypted for.</summary>
    internal const string Purpose = "partner-event";

    public async Task<bool> ReceiveAsync(string partner, string? signature, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (signature is null || !IsGenuine(partner, signature, body.Span))
            return false;
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var key = await keys.GetAsync(ct);
        await using var command = database.CreateCommand(
            """
            INSERT INTO partner_events (id, provider, digest, body_protected, received_at, tries, next_try_at) VALUES ($1, $2, $3, $4, $5, 0, $5)
            ON CONFLICT (provider, digest) DO NOTHING
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = partner });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(body.Span) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key.Protect(body.Span, Purpose, id) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(ct);
        return true;
    }

    private bool IsGenuine(string partner, string signature, ReadOnlySpan<byte> body) => partner switch
    {
        PaystackClient.Name => paystack.Value.SecretKey is { } key && PaystackSignature.IsValid(key, signature, body),
        FlutterwaveClient.Name => flutterwave.Value.WebhookHash is { } hash && SameText(hash.Reveal(), signature),
        _ => false,
    };

    // Hashed first, so that not even the length tells anything.
    private static bool SameText(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
