using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace UserService.Core.Protection;

/// <summary>
/// HashiCorp Vault's transit engine over HTTP. The data key's id goes along as <c>associated_data</c>, which every AEAD key authenticates, and as
/// <c>context</c>, which keys made with <c>derived=true</c> need; Vault ignores the latter for others.
/// </summary>
internal sealed class VaultTransit(IHttpClientFactory clients, IOptions<ProtectionOptions> options)
{
    public const string Prefix = "vault:";
    public const string ClientName = "vault-transit";

    private readonly VaultTransitOptions settings = options.Value.VaultTransit;

    private string KeyPath => $"{settings.Mount}/{settings.KeyName}";

    public async Task<string> GetCurrentKeyIdAsync(CancellationToken ct)
    {
        var answer = await SendAsync<KeyAnswer>(HttpMethod.Get, $"{settings.Mount}/keys/{settings.KeyName}", body: null, ct);
        return KeyId(answer.LatestVersion.ToString(CultureInfo.InvariantCulture));
    }

    public async Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken ct)
    {
        var bound = Convert.ToBase64String(Encoding.UTF8.GetBytes(context));
        var body = new TransitRequest(Convert.ToBase64String(dataKey.Span), Ciphertext: null, bound, bound);
        var ciphertext = (await SendAsync<CiphertextAnswer>(HttpMethod.Post, $"{settings.Mount}/encrypt/{settings.KeyName}", body, ct)).Ciphertext;

        // vault:v3:…: the version that was used, which may be newer than the one that was asked for a moment ago.
        return ciphertext.Split(':') is ["vault", ['v', .. var version], { Length: > 0 }]
            ? new WrappedKey(KeyId(version), Encoding.ASCII.GetBytes(ciphertext))
            : throw new KeyVaultUnavailableException("Vault answered something that is no ciphertext of the transit engine.");
    }

    public async Task<byte[]> UnwrapAsync(string keyId, ReadOnlyMemory<byte> wrapped, string context, CancellationToken ct)
    {
        if (settings.Address is null || !keyId.StartsWith($"{Prefix}{KeyPath}:v", StringComparison.Ordinal))
            throw new CryptographicException($"A data key is wrapped by {keyId}, and Protection:VaultTransit does not lead there.");
        var bound = Convert.ToBase64String(Encoding.UTF8.GetBytes(context));
        var body = new TransitRequest(Plaintext: null, Encoding.ASCII.GetString(wrapped.Span), bound, bound);
        return Convert.FromBase64String((await SendAsync<PlaintextAnswer>(HttpMethod.Post, $"{settings.Mount}/decrypt/{settings.KeyName}", body, ct)).Plaintext);
    }

    private string KeyId(string version) => $"{Prefix}{KeyPath}:v{version}";

    private async Task<T> SendAsync<T>(HttpMethod method, string path, TransitRequest? body, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(settings.Timeout);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var request = new HttpRequestMessage(method, new Uri($"{settings.Address!.TrimEnd('/')}/v1/{path}"));
            request.Headers.Add("X-Vault-Token", await TokenAsync(deadline.Token));
            request.Headers.Add("X-Vault-Request", "true");
            if (body is not null)
                request.Content = JsonContent.Create(body, VaultJson.Default.TransitRequest);
            using var response = await client.SendAsync(request, deadline.Token);
            if (response.StatusCode is HttpStatusCode.BadRequest)
                throw new CryptographicException($"Vault refused {path}: the key is another one, or what it wrapped was changed."); // its words would name the data
            if (!response.IsSuccessStatusCode)
                throw new KeyVaultUnavailableException(string.Create(CultureInfo.InvariantCulture, $"Vault answered {path} with {(int)response.StatusCode}."));
            var answer = (Answer<T>?)await response.Content.ReadFromJsonAsync(typeof(Answer<T>), VaultJson.Default, deadline.Token);
            return answer is { Data: { } data } ? data : throw new KeyVaultUnavailableException($"Vault answered {path} with nothing.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Text.Json.JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new KeyVaultUnavailableException($"Vault cannot be asked for {path}.", e);
        }
    }

    private async ValueTask<string> TokenAsync(CancellationToken ct) =>
        settings.TokenFile is { Length: > 0 } file ? (await File.ReadAllTextAsync(file, ct)).Trim() : settings.Token!;
}

internal sealed record TransitRequest(
    [property: JsonPropertyName("plaintext")] string? Plaintext,
    [property: JsonPropertyName("ciphertext")] string? Ciphertext,
    [property: JsonPropertyName("associated_data")] string AssociatedData,
    [property: JsonPropertyName("context")] string Context);

internal sealed record Answer<T>([property: JsonPropertyName("data")] T? Data);

internal sealed record CiphertextAnswer([property: JsonPropertyName("ciphertext")] string Ciphertext);

internal sealed record PlaintextAnswer([property: JsonPropertyName("plaintext")] string Plaintext);

internal sealed record KeyAnswer([property: JsonPropertyName("latest_version")] int LatestVersion);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransitRequest))]
[JsonSerializable(typeof(Answer<CiphertextAnswer>))]
[JsonSerializable(typeof(Answer<PlaintextAnswer>))]
[JsonSerializable(typeof(Answer<KeyAnswer>))]
internal sealed partial class VaultJson : JsonSerializerContext;
