using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Resilience;

/// <summary>A customer of a <see cref="FaultWorld"/> who has registered, verified her address and has a known device.</summary>
internal sealed class WorldCustomer
{
    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(20);

    private WorldCustomer(Registration registration, JsonElement session, Uri address)
    {
        Id = session.GetProperty("user").GetProperty("id").GetGuid();
        Login = new { identifier = registration.Email, password = registration.Password, deviceToken = session.GetProperty("deviceToken").GetString() };
        Client = Asking.NewClient(address);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("accessToken").GetString());
    }

    public Guid Id { get; }

    /// <summary>What she signs in with.</summary>
    public object Login { get; }

    /// <summary>Speaks as she does, for as long as her first access token lasts.</summary>
    public HttpClient Client { get; }

    public static string NewAddress() => $"ledger-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}@example.com";

    public static Registration NewRegistration() => new(NewAddress(), "violet-Kestrel-42x");

    public static async Task<WorldCustomer> CreateAsync(HttpClient client)
    {
        var registration = NewRegistration();
        using var accepted = await client.PostAsJsonAsync("/v1/auth/register", registration.Body);
        Assert.True(accepted.StatusCode is HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
        var registrationId = (await accepted.ReadJsonAsync()).GetProperty("registrationId").GetGuid();
        var code = await ReadCodeAsync(client, registration.Email);
        using var verified = await client.PostAsJsonAsync("/v1/auth/verify", new { registrationId, code, device = new { name = "Ada's phone", platform = "ios" } });
        Assert.True(verified.StatusCode is HttpStatusCode.OK, await verified.Content.ReadAsStringAsync());
        return new WorldCustomer(registration, await verified.ReadJsonAsync(), client.BaseAddress!);
    }

    private static async Task<string> ReadCodeAsync(HttpClient client, string address)
    {
        using var patience = new CancellationTokenSource(MailPatience);
        while (true)
        {
            var messages = (await client.GetFromJsonAsync<List<Mail>>($"/dev/messages?to={Uri.EscapeDataString(address)}", CancellationToken.None))!;
            if (messages.Find(m => m.Code is not null) is { } found)
                return found.Code!;
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
