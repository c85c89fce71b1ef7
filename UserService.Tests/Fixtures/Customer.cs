using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace UserService.Tests.Fixtures;

/// <summary>A signed-in customer. <see cref="Client"/> sends the access token of <see cref="Session"/>.</summary>
public sealed class Customer(Stack stack, Registration registration, JsonElement session)
{
    public string Email => registration.Email;

    /// <summary>The address, or the number of a customer who has none.</summary>
    public string Contact => registration.Contact;

    public string Password => registration.Password;

    public Guid Id { get; } = session.GetProperty("user").GetProperty("id").GetGuid();

    /// <summary>The answer that signed the customer in.</summary>
    public JsonElement Session => session;

    public string AccessToken { get; } = session.GetProperty("accessToken").GetString()!;

    public string RefreshToken { get; } = session.GetProperty("refreshToken").GetString()!;

    public string DeviceToken { get; } = session.GetProperty("deviceToken").GetString()!;

    public Guid SessionId { get; } = session.GetProperty("sessionId").GetGuid();

    public HttpClient Client { get; } = stack.NewClient(session.GetProperty("accessToken").GetString());

    /// <summary>Signs in with the password, from the known device unless told otherwise.</summary>
    public Task<HttpResponseMessage> LoginAsync(bool knownDevice = true, string? password = null, string? identifier = null) =>
        stack.Client.PostAsJsonAsync(
            "/v1/auth/login",
            new { identifier = identifier ?? Contact, password = password ?? Password, deviceToken = knownDevice ? DeviceToken : null });

    public Task<HttpResponseMessage> RefreshAsync(string? token = null) =>
        stack.Client.PostAsJsonAsync("/v1/auth/refresh", new { refreshToken = token ?? RefreshToken });

    public Task<HttpResponseMessage> PatchProfileAsync(string json, string? ifMatch, string contentType = "application/merge-patch+json")
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, "/v1/profile") { Content = new StringContent(json) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return Client.SendAsync(request);
    }
}
