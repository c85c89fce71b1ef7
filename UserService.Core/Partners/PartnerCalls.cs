using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace UserService.Core.Partners;

/// <summary>Sends one request to a partner and says what became of it: the one place where statuses and broken connections are judged.</summary>
internal static class PartnerCalls
{
    /// <summary>Asks with the partner's secret key as the bearer token.</summary>
    public static async Task<PartnerAnswer<T>> GetAsync<T>(this HttpClient client, PartnerOptions partner, string path, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        using var request = Authorised(HttpMethod.Get, partner, path);
        return await client.SendAsync(request, type, ct);
    }

    /// <inheritdoc cref="GetAsync"/>
    public static async Task<PartnerAnswer<TAnswer>> PostAsync<TBody, TAnswer>(
        this HttpClient client, PartnerOptions partner, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> type, CancellationToken ct)
        where TAnswer : class
    {
        using var request = Authorised(HttpMethod.Post, partner, path);
        request.Content = JsonContent.Create(body, bodyType);
        return await client.SendAsync(request, type, ct);
    }

    public static async Task<PartnerAnswer<T>> SendAsync<T>(
        this HttpClient client, HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, ct);
            return await JudgeAsync(response, type, ct);
        }
        catch (Exception e) when (e is BrokenCircuitException or RateLimiterRejectedException)
        {
            return new PartnerAnswer<T>.Unavailable("not_called");
        }
        catch (HttpRequestException e) when (WasNeverSent(e))
        {
            return new PartnerAnswer<T>.Unavailable("no_connection");
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException or IOException || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            return new PartnerAnswer<T>.Unknown(e is HttpRequestException or IOException ? "broken_connection" : "timeout");
        }
    }

    /// <summary>Whether the request surely did not reach the partner.</summary>
    public static bool WasNeverSent(HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static async Task<PartnerAnswer<T>> JudgeAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        switch (response.StatusCode)
        {
            case >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices:
                return await ReadAsync(response, type, ct) is { } value ? new PartnerAnswer<T>.Answered(value) : new PartnerAnswer<T>.Unknown("unreadable_answer");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new PartnerAnswer<T>.Unavailable("credentials_refused");
            case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable:
                return new PartnerAnswer<T>.Unavailable("busy");
            case >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError:
                return new PartnerAnswer<T>.Refused((int)response.StatusCode, await MessageAsync(response, ct));
            default:
                return new PartnerAnswer<T>.Unknown("server_error");
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(ct), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Both partners say why in a member "message".
    private static async Task<string?> MessageAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
            return body.RootElement.ValueKind is JsonValueKind.Object && body.RootElement.TryGetProperty("message", out var message) && message.ValueKind is JsonValueKind.String
                ? message.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HttpRequestMessage Authorised(HttpMethod method, PartnerOptions partner, string path) => new(method, path)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", partner.SecretKey?.Reveal()) },
    };
}
