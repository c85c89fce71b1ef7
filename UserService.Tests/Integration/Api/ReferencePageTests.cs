using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>The reference page in a real browser.</summary>
[Collection(ServersCollection.Name)]
public sealed class ReferencePageTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Press = "(start => { const button = [...document.querySelectorAll('button')].find(b => b.textContent.trim().startsWith(start)); button?.click(); return !!button; })";

    [BrowserFact]
    public async Task Sends_a_request_to_its_own_origin_and_shows_the_answer()
    {
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(new Uri(fixture.Stack.Address, "/docs/#tag/oauth/GET/.well-known/jwks.json"));

        await page.WaitForAsync($"{Press}('Test Request(get /.well-known/jwks.json)')");
        await page.WaitForAsync($"{Press}('SendSend get request')");
        await page.WaitForAsync("document.body.innerText.includes('200 OK') && document.body.innerText.includes('\"kid\"')");

        var asked = (await page.RunAsync("performance.getEntriesByType('resource').map(e => e.name)")).EnumerateArray().Select(e => e.GetString()!).ToList();
        Assert.Contains(new Uri(fixture.Stack.Address, "/.well-known/jwks.json").AbsoluteUri, asked);
        Assert.DoesNotContain(asked, address => new Uri(address).Scheme is "http" or "https" && !address.StartsWith(fixture.Stack.Address.AbsoluteUri, StringComparison.Ordinal));
    }
}
