using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>A customer with unmistakable data goes through everything; none of it may turn up where it has no business.</summary>
[Collection(ServersCollection.Name)]
public sealed class ConfidentialityTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Nothing_personal_and_no_secret_is_in_logs_events_outbox_audit_trail_or_plain_in_the_database()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Logging:LogLevel:Default"] = "Debug" } });
        var registration = new Registration("canary-Address@example.com", "violet-Kestrel-c4nary") { FirstName = "Canaryfirst", LastName = "Canarylast" };
        var canaries = new List<string> { "canary-Address", registration.Password, "Canaryfirst", "Canarylast", "Canarydisplay", "Canarydevice", "Canarywrong", "canary-junk" };
        using var registered = await stack.Client.PostAsJsonAsync("/v1/auth/register", registration.Body);
        registration = registration with { Id = (await registered.ReadJsonAsync()).GetProperty("registrationId").GetGuid() };
        var mail = await stack.ReadMailAsync(registration.Email, "registration_code");
        using var verified = await stack.Client.PostAsJsonAsync(
            "/v1/auth/verify", new { registrationId = registration.Id, code = mail.Code, device = new { name = "Canarydevice", platform = "ios" } });
        var customer = new Customer(stack, registration, await verified.ReadJsonAsync());
        using var taken = await stack.Client.PostAsJsonAsync("/v1/auth/register", registration.Body);
        using var wrong = await customer.LoginAsync(password: "Canarywrong-123");
        using var unknown = await customer.LoginAsync(identifier: "canary-junk@example.com");
        using var challenge = await customer.LoginAsync(knownDevice: false);
        var loginMail = await stack.ReadMailAsync(registration.Email, "login_code");
        using var second = await stack.Client.PostAsJsonAsync(
            "/v1/auth/mfa/verify", new { challengeId = (await challenge.ReadJsonAsync()).GetProperty("challengeId").GetGuid(), method = "email", code = loginMail.Code });
        using var refreshed = await customer.RefreshAsync();
        using var patched = await customer.PatchProfileAsync("""{"displayName":"Canarydisplay"}""", "\"1\"");
        using var badName = await customer.PatchProfileAsync("""{"displayName":"canary-junk <>"}""", "\"2\"");
        using var badJson = await stack.Client.PostAsync("/v1/auth/login", new StringContent("""{"identifier":"canary-junk", "password": canary-junk}""", Encoding.UTF8, "application/json"));
        using var badQuery = await stack.Client.GetAsync("/v1/profile?email=canary-junk@example.com&token=canary-junk");
        using var logout = await customer.Client.PostAsync("/v1/auth/logout", null);
        await stack.Events.WaitForAsync("auth.session_revoked.v1", customer.Id);

        var tokens = new[] { customer.AccessToken, customer.RefreshToken, customer.DeviceToken, (await second.ReadJsonAsync()).GetProperty("refreshToken").GetString()! };
        canaries.AddRange(tokens);
        canaries.AddRange(tokens.Select(t => t.Split('.')[^1]));
        var codes = new[] { mail.Code!, loginMail.Code! };

        AssertClean("logs", string.Join('\n', stack.Logs.Lines), canaries, codes);
        AssertClean("events", string.Join('\n', stack.Events.Of(customer.Id).Select(e => e.Text)), canaries, codes);
        foreach (var table in (string[])["outbox_messages", "audit_entries", "cache_invalidations"])
            AssertClean(table, await DumpAsync(stack, table), canaries, codes);

        // Tables that hold personal data by their nature still hold no secret: encrypted or hashed at most.
        foreach (var table in (string[])["users", "password_credentials", "sessions", "devices", "code_challenges", "notifications", "signing_keys"])
            AssertClean(table, await DumpAsync(stack, table), [registration.Password, .. tokens, "Canarywrong"], codes);
        foreach (var table in (string[])["code_challenges", "notifications"])
            AssertClean(table, (await DumpAsync(stack, table)).Replace("Canarydevice", "", StringComparison.Ordinal), canaries, codes);
        Assert.True(stack.Logs.Lines.Count > 20, "the logs were captured");
        Assert.True(stack.Events.Of(customer.Id).Count >= 6, "the events were captured");
    }

    private static Task<string> DumpAsync(Stack stack, string table) => stack.QueryAsync<string>($"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t");

    private static void AssertClean(string place, string text, IEnumerable<string> canaries, string[] codes)
    {
        foreach (var canary in canaries)
        {
            foreach (var form in (string[])[canary, Convert.ToHexString(Encoding.UTF8.GetBytes(canary)), Convert.ToBase64String(Encoding.UTF8.GetBytes(canary))])
            {
                var at = text.IndexOf(form, StringComparison.OrdinalIgnoreCase);
                Assert.True(at < 0, at < 0 ? "" : $"{place}: …{text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 120)]}…");
            }
        }

        foreach (var code in codes)
            Assert.False(Regex.IsMatch(text, $"(?<![0-9a-fA-F.]){code}(?![0-9a-fA-F])"), $"{place} shows a one-time code");
    }
}
