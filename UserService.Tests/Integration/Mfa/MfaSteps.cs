using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OtpNet;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Mfa;

/// <summary>What customers do with second factors.</summary>
internal static class MfaSteps
{
    public static async Task<AuthenticatorApp> EnrolAppAsync(this Customer customer, Stack stack)
    {
        using var started = await customer.Client.PostAsJsonAsync("/v1/auth/factors/totp", new { name = "Ada's app" });
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        var secret = await started.ReadJsonAsync();
        var app = new AuthenticatorApp(stack, secret.GetProperty("factorId").GetGuid(), secret.GetProperty("secret").GetString()!);
        using var confirmed = await customer.Client.PostAsJsonAsync($"/v1/auth/factors/totp/{app.FactorId}/confirm", new { code = app.Code() });
        Assert.Equal(HttpStatusCode.Created, confirmed.StatusCode);
        return app;
    }

    public static async Task<IReadOnlyList<string>> MakeRecoveryCodesAsync(this Customer customer)
    {
        using var response = await customer.Client.PostAsJsonAsync("/v1/auth/factors/recovery-codes", new { });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.ReadJsonAsync()).GetProperty("codes").EnumerateArray().Select(c => c.GetString()!)];
    }

    /// <summary>Signs in from a device that nobody knows; the challenge and what it offers.</summary>
    public static async Task<(Guid Id, string[] Methods)> ChallengeAsync(this Customer customer, bool knownDevice = false)
    {
        using var login = await customer.LoginAsync(knownDevice);
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        var challenge = await login.ReadJsonAsync();
        Assert.Equal("mfa_required", challenge.GetProperty("status").GetString());
        return (challenge.GetProperty("challengeId").GetGuid(), [.. challenge.GetProperty("methods").EnumerateArray().Select(m => m.GetString()!)]);
    }

    public static Task<HttpResponseMessage> AnswerAsync(this Stack stack, Guid challengeId, string method, string code) =>
        stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId, method, code });

    public static async Task<JsonElement> FactorsAsync(this Customer customer) => await customer.Client.GetFromJsonAsync<JsonElement>("/v1/auth/factors");

    public static async Task<(HttpResponseMessage Response, SoftPasskey Passkey)> TryEnrolPasskeyAsync(this Customer customer, SoftPasskey passkey)
    {
        var options = await customer.PasskeyOptionsAsync();
        return (await customer.Client.PostAsJsonAsync("/v1/auth/factors/passkeys", new { name = "Ada's laptop", credential = passkey.Create(options) }), passkey);
    }

    public static async Task<SoftPasskey> EnrolPasskeyAsync(this Customer customer)
    {
        var (response, passkey) = await customer.TryEnrolPasskeyAsync(new SoftPasskey());
        using (response)
            Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return passkey;
    }

    public static async Task<JsonElement> PasskeyOptionsAsync(this Customer customer)
    {
        using var response = await customer.Client.PostAsync("/v1/auth/factors/passkeys/options", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.ReadJsonAsync()).GetProperty("options");
    }

    public static async Task<(Guid ChallengeId, JsonElement Options)> StartPasskeyLoginAsync(this Stack stack)
    {
        using var response = await stack.Client.PostAsync("/v1/auth/passkeys/options", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var started = await response.ReadJsonAsync();
        return (started.GetProperty("challengeId").GetGuid(), started.GetProperty("options"));
    }

    public static async Task<HttpResponseMessage> PasskeyLoginAsync(this Stack stack, SoftPasskey passkey)
    {
        var (challengeId, options) = await stack.StartPasskeyLoginAsync();
        return await stack.Client.PostAsJsonAsync("/v1/auth/passkeys/verify", new { challengeId, credential = passkey.Get(options) });
    }

    /// <summary>The claims of a session's access token.</summary>
    public static async Task<JsonElement> ReadClaimsAsync(this HttpResponseMessage response)
    {
        Assert.True(response.StatusCode is HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var token = (await response.ReadJsonAsync()).GetProperty("accessToken").GetString()!;
        return JsonDocument.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1]))).RootElement;
    }

    public static string[] Amr(this JsonElement claims) => [.. claims.GetProperty("amr").EnumerateArray().Select(a => a.GetString()!)];
}

/// <summary>A customer's authenticator app, on a telephone whose clock is right.</summary>
internal sealed class AuthenticatorApp(Stack stack, Guid factorId, string secret)
{
    private readonly OtpNet.Totp totp = new(Base32Encoding.ToBytes(secret));

    public Guid FactorId => factorId;

    /// <summary>The code of now, or of a step before or after; codes of the step after now are accepted too.</summary>
    public string Code(int step = 0) => totp.ComputeTotp(stack.Clock.GetUtcNow().AddSeconds(30 * step).UtcDateTime);

    /// <summary>A code that is surely wrong: that of a step ten minutes ago, unless it is one of today's by chance.</summary>
    public string WrongCode() => Enumerable.Range(20, 10).Select(back => Code(-back)).First(code => code != Code(-1) && code != Code() && code != Code(1) && code != Code(2));
}
