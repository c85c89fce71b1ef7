using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace UserService.Core.Storage;

/// <summary>Cloudinary's REST API with signed calls. Assets are <c>private</c>: only signed links show them, and nothing is transformed.</summary>
internal sealed class CloudinaryStorage(IHttpClientFactory clients, IOptions<StorageOptions> options, TimeProvider time) : IStorageService
{
    public const string ClientName = "cloudinary";
    private const string Images = "image";
    private const string Others = "raw";

    private readonly CloudinaryOptions settings = options.Value.Cloudinary;

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct) => GuardAsync(async deadline =>
    {
        var (kind, id, _) = Address(key);
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in Sign(new() { ["public_id"] = id, ["type"] = "private", ["overwrite"] = "true" }))
            form.Add(new StringContent(value), name);
        using var file = new ReadOnlyMemoryContent(content);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        form.Add(file, "file", "file"); // a name of ours: the customer's never leaves
        using var response = await SendAsync(HttpMethod.Post, new Uri($"{Root}/{kind}/upload"), form, deadline);
        return response.EnsureSuccessStatusCode().StatusCode;
    }, ct);

    public Task<Stream?> OpenAsync(string key, CancellationToken ct) => GuardAsync(async deadline =>
    {
        using var response = await SendAsync(HttpMethod.Get, Download(key, Now + options.Value.LinkLifetime), content: null, deadline);
        if (response.StatusCode is HttpStatusCode.NotFound)
            return null;
        return (Stream?)new MemoryStream(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(deadline), writable: false);
    }, ct);

    public Task DeleteAsync(string key, CancellationToken ct) => GuardAsync(async deadline =>
    {
        var (kind, id, _) = Address(key);
        using var form = new FormUrlEncodedContent(Sign(new() { ["public_id"] = id, ["type"] = "private", ["invalidate"] = "true" }));
        using var response = await SendAsync(HttpMethod.Post, new Uri($"{Root}/{kind}/destroy"), form, deadline);
        return response.EnsureSuccessStatusCode().StatusCode; // says "not found" in the body where it is gone already
    }, ct);

    public ValueTask<Uri?> LinkAsync(string key, string contentType, DateTimeOffset until, CancellationToken ct) => new(Download(key, until));

    private DateTimeOffset Now => time.GetUtcNow();

    private string Root => $"{settings.BaseUrl.TrimEnd('/')}/v1_1/{settings.CloudName}";

    private Uri Download(string key, DateTimeOffset until)
    {
        var (kind, id, format) = Address(key);
        var parameters = Sign(new()
        {
            ["public_id"] = id,
            ["format"] = format,
            ["type"] = "private",
            ["expires_at"] = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        });
        return new Uri($"{Root}/{kind}/download?{string.Join('&', parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"))}");
    }

    private Dictionary<string, string> Sign(Dictionary<string, string> parameters)
    {
        parameters["timestamp"] = Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        parameters["signature"] = CloudinarySignature.Compute(parameters, settings.ApiSecret!, settings.Signature);
        parameters["api_key"] = settings.ApiKey!;
        return parameters;
    }

    // Images are known by an id without the extension, which is the format; other files keep it in the id.
    private static (string Kind, string Id, string Format) Address(string key) =>
        Path.GetExtension(key) is ".webp" or ".jpg" or ".png" ? (Images, key[..key.LastIndexOf('.')], Path.GetExtension(key)[1..]) : (Others, key, "");

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, HttpContent? content, CancellationToken ct)
    {
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        return await client.SendAsync(request, ct);
    }

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(settings.Timeout);
        try
        {
            return await work(deadline.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new StorageUnavailableException("Cloudinary does not answer as it should.", e);
        }
    }
}
