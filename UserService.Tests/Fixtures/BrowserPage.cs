using System.Text.Json;

namespace UserService.Tests.Fixtures;

/// <summary>A page in a <see cref="Browser"/>.</summary>
public sealed class BrowserPage(DevTools tools, string session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public Task<JsonElement> CallAsync(string method, object? parameters = null) => tools.CallAsync(method, parameters ?? new { }, session);

    public async Task GoAsync(Uri address)
    {
        var navigated = await CallAsync("Page.navigate", new { url = address.AbsoluteUri });
        Assert.False(navigated.TryGetProperty("errorText", out var error), $"{address}: {error}");
        await WaitForAsync($"location.href === {JsonSerializer.Serialize(address.AbsoluteUri)} && document.readyState === 'complete'");
    }

    /// <summary>Runs JavaScript in the page and gives its value.</summary>
    public async Task<JsonElement> RunAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true, userGesture = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out var thrown), $"{expression}: {thrown}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public Task FillAsync(string field, string? value) => RunAsync($"document.getElementById('{field}').value = {JsonSerializer.Serialize(value)}");

    public async Task<string> ValueAsync(string field) => (await RunAsync($"document.getElementById('{field}').value")).GetString()!;

    /// <summary>Presses a button of <c>/dev/passkeys</c> and waits for what came of it: <c>status</c> and <c>body</c>, or <c>error</c>.</summary>
    public async Task<JsonElement> PressAsync(string button)
    {
        await RunAsync($"delete document.getElementById('result').dataset.action; document.getElementById('{button}').click()");
        await WaitForAsync($"document.getElementById('result').dataset.action === '{button}'");
        return JsonDocument.Parse((await RunAsync("document.getElementById('result').textContent")).GetString()!).RootElement;
    }

    /// <summary>Gives the page a passkey device of its own that says yes at once.</summary>
    /// <param name="transport">Chromium allows one that is <c>internal</c>.</param>
    /// <param name="verifiesUser">False for one with nothing but a button.</param>
    public async Task<VirtualAuthenticator> AddAuthenticatorAsync(string transport = "internal", bool verifiesUser = true)
    {
        await CallAsync("WebAuthn.enable", new { enableUI = false });
        var added = await CallAsync("WebAuthn.addVirtualAuthenticator", new
        {
            options = new
            {
                protocol = "ctap2", transport, hasResidentKey = true, hasUserVerification = verifiesUser, isUserVerified = verifiesUser, automaticPresenceSimulation = true,
            },
        });
        return new VirtualAuthenticator(this, added.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Waits until a JavaScript expression is true.</summary>
    public async Task WaitForAsync(string condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await RunAsync(condition)).ValueKind is not JsonValueKind.True)
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"The page did not come to this in {Patience.TotalSeconds:0} s: {condition}");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
