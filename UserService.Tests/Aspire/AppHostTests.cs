using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace UserService.Tests.Aspire;

/// <summary>Starts what F5 starts, and goes the way of a new customer through it.</summary>
public sealed class AppHostTests(SharedAppHost appHost) : IClassFixture<SharedAppHost>
{
    /// <summary>The first start pulls four images.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [AppHostFact]
    public async Task A_customer_registers_verifies_and_signs_in()
    {
        using var patience = new CancellationTokenSource(Patience);
        var ct = patience.Token;
        var app = await appHost.GetAsync(ct);
        using var api = app.CreateHttpClient("api", "http");
        var (email, password) = ($"ada-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}@example.com", "violet-harbour-83-lanterns");

        var registration = await PostAsync(api, "/v1/auth/register", HttpStatusCode.Accepted, new
        {
            email,
            password,
            firstName = "Ada",
            lastName = "Obi",
            country = "NG",
            acceptedTermsVersion = "1.0",
        }, ct);
        var session = await PostAsync(api, "/v1/auth/verify", HttpStatusCode.OK, new
        {
            registrationId = Text(registration, "registrationId"),
            code = await ReadCodeAsync(api, email, ct),
            device = new { name = "Test", platform = "android" },
        }, ct);
        var login = await PostAsync(api, "/v1/auth/login", HttpStatusCode.OK, new
        {
            identifier = email,
            password,
            deviceToken = Text(session, "deviceToken"),
        }, ct);

        Assert.Equal("authenticated", Text(login, "status"));
        Assert.Equal(email, Text(login.GetProperty("user"), "email"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profile");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Text(login, "accessToken"));
        using var profile = await api.SendAsync(request, ct);
        Assert.Equal(HttpStatusCode.OK, profile.StatusCode);
    }

    [AppHostFact]
    public async Task Metrics_are_served_on_the_management_endpoint_of_each_host_and_nowhere_else()
    {
        using var patience = new CancellationTokenSource(Patience);
        var ct = patience.Token;
        var app = await appHost.GetAsync(ct);

        foreach (var host in new[] { "api", "grpc", "worker" })
        {
            await app.ResourceNotifications.WaitForResourceHealthyAsync(host, WaitBehavior.StopOnResourceUnavailable, ct);
            using var management = app.CreateHttpClient(host, "management");
            using var metrics = await management.GetAsync(new Uri("/metrics", UriKind.Relative), ct);
            Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
        }

        using var api = app.CreateHttpClient("api", "http");
        using var refused = await api.GetAsync(new Uri("/metrics", UriKind.Relative), ct);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    /// <summary>The code of the newest message to the address; messages arrive through outbox and worker, so it asks until there is one.</summary>
    private static async Task<string> ReadCodeAsync(HttpClient api, string email, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        do
        {
            var messages = await api.GetFromJsonAsync<JsonElement>($"/dev/messages?to={Uri.EscapeDataString(email)}", patience.Token);
            if (messages.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } message)
                return Text(message, "code");
        }
        while (await tick.WaitForNextTickAsync(patience.Token));
        throw new InvalidOperationException("The timer was stopped.");
    }

    private static async Task<JsonElement> PostAsync(HttpClient api, string path, HttpStatusCode expected, object body, CancellationToken ct)
    {
        using var response = await api.PostAsJsonAsync(path, body, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        Assert.True(response.StatusCode == expected, $"{path} answered {(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static string Text(JsonElement json, string property) =>
        json.GetProperty(property).GetString() ?? throw new InvalidOperationException($"'{property}' is null.");
}
