using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserService.Tests.Fixtures;

/// <summary>Chromium's own WebAuthn authenticator (https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/).</summary>
public sealed class VirtualAuthenticator(BrowserPage page, string id)
{
    /// <summary>The one credential it holds, private key included.</summary>
    public async Task<JsonElement> CredentialAsync() =>
        Assert.Single((await page.CallAsync("WebAuthn.getCredentials", new { authenticatorId = id })).GetProperty("credentials").EnumerateArray());

    /// <summary>Puts a copy of a credential, with its counter at <paramref name="signCount"/>, in the place of what it holds.</summary>
    public async Task ReplaceAsync(JsonElement credential, int signCount)
    {
        var copy = JsonNode.Parse(credential.GetRawText())!;
        copy["signCount"] = signCount;
        await page.CallAsync("WebAuthn.clearCredentials", new { authenticatorId = id });
        await page.CallAsync("WebAuthn.addCredential", new { authenticatorId = id, credential = copy });
    }
}
