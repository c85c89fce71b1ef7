using System.Net;
using System.Text.Json;
using UserService.DevHost.Servers;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Mfa;

/// <summary>A real browser and its own authenticator on <c>/dev/passkeys</c>.</summary>
[Collection(ServersCollection.Name)]
public sealed class PasskeyPageTests(PasskeyPageFixture fixture, StackFixture shared) : IClassFixture<PasskeyPageFixture>, IClassFixture<StackFixture>
{
    // What a page does that would rather not bother its user: it asks the browser for less than the server said.
    private const string AskForNoVerification =
        """
        for (const name of ["create", "get"]) {
          const original = navigator.credentials[name].bind(navigator.credentials);
          navigator.credentials[name] = options => {
            options.publicKey.userVerification = "discouraged";
            options.publicKey.authenticatorSelection = { userVerification: "discouraged", residentKey: "discouraged" };
            return original(options);
          };
        }
        """;

    private Stack Stack => fixture.Stack;

    [BrowserFact]
    public async Task A_passkey_is_made_signs_in_alone_and_is_a_second_factor()
    {
        var (customer, page, _) = await EnrolledAsync();

        var signedIn = await page.PressAsync("signin");
        Assert.Equal(200, Status(signedIn));
        Assert.Equal(customer.Id, signedIn.GetProperty("body").GetProperty("user").GetProperty("id").GetGuid());

        await page.FillAsync("identifier", customer.Email);
        await page.FillAsync("password", customer.Password);
        var challenged = await page.PressAsync("login");
        Assert.Equal("passkey", challenged.GetProperty("body").GetProperty("methods")[0].GetString());
        Assert.Equal(200, Status(await page.PressAsync("answer-passkey")));

        var listed = await page.PressAsync("list");
        var factor = Assert.Single(listed.GetProperty("body").GetProperty("items").EnumerateArray());
        Assert.Equal("passkey", factor.GetProperty("kind").GetString());
        Assert.False(factor.GetProperty("suspect").GetBoolean());
    }

    [BrowserFact]
    public async Task A_site_that_relays_our_pages_gets_nothing_signed_in()
    {
        var (customer, page, _) = await EnrolledAsync();
        var port = FreePorts.Take();
        await using var relay = await RelaySite.StartAsync(Stack.Address, port);

        // The browser sees no harm: to WebAuthn the port does not matter. The server does.
        var copied = new Uri($"http://localhost:{port}/dev/passkeys");
        await page.GoAsync(copied);
        Assert.Equal("invalid_passkey", Code(await page.PressAsync("signin"), 401));
        await page.GoAsync(fixture.Page);
        Assert.Equal(200, Status(await page.PressAsync("signin")));

        await page.GoAsync(copied);
        await page.FillAsync("token", customer.AccessToken);
        var another = await page.AddAuthenticatorAsync("usb"); // the browser would not make a second passkey on the first
        Assert.Equal("passkey_refused", Code(await page.PressAsync("enrol"), 422));
        Assert.NotEqual(default, await another.CredentialAsync()); // so the browser did make one, and it was the server that refused
    }

    [BrowserFact]
    public async Task Without_user_verification_nothing_is_made_and_nobody_signed_in()
    {
        var (customer, page, authenticator) = await EnrolledAsync();
        Assert.Equal(200, Status(await page.PressAsync("signin")));

        await page.RunAsync(AskForNoVerification);
        Assert.Equal("invalid_passkey", Code(await page.PressAsync("signin"), 401));

        var other = await Stack.CreateCustomerAsync();
        page = await fixture.Browser.OpenAsync(fixture.Page);
        authenticator = await page.AddAuthenticatorAsync("usb", verifiesUser: false);
        await page.RunAsync(AskForNoVerification);
        await page.FillAsync("token", other.AccessToken);
        Assert.Equal("passkey_refused", Code(await page.PressAsync("enrol"), 422));
        Assert.NotEqual(default, await authenticator.CredentialAsync());
        Assert.Equal(0, (await other.FactorsAsync()).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await customer.FactorsAsync()).GetProperty("items").GetArrayLength());
    }

    [BrowserFact]
    public async Task A_copied_authenticator_is_found_by_its_counter()
    {
        var (customer, page, authenticator) = await EnrolledAsync();
        var copy = await authenticator.CredentialAsync();
        Assert.Equal(200, Status(await page.PressAsync("signin")));
        Assert.Equal(200, Status(await page.PressAsync("signin")));

        await authenticator.ReplaceAsync(copy, copy.GetProperty("signCount").GetInt32());
        Assert.Equal("passkey_suspect", Code(await page.PressAsync("signin"), 401));

        Assert.True(Assert.Single((await customer.FactorsAsync()).GetProperty("items").EnumerateArray()).GetProperty("suspect").GetBoolean());
        await authenticator.ReplaceAsync(copy, 1000);
        Assert.Equal("invalid_passkey", Code(await page.PressAsync("signin"), 401));
        await Stack.Events.WaitForAsync(
            customer.Id, events => events.Any(e => e.Type == "auth.mfa_changed.v1" && e.Data.GetProperty("change").GetString() == "passkey_suspected"), "suspected passkey");
    }

    [Fact]
    public async Task The_page_may_run_its_own_script_and_talk_to_its_own_origin_and_no_more()
    {
        using var response = await shared.Stack.Client.GetAsync("/dev/passkeys");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_production_there_is_no_page()
    {
        await using var production = await shared.StartAsync(new StackOptions { Environment = "Production", WithWorker = false });

        using var response = await production.Client.GetAsync("/dev/passkeys");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static int Status(JsonElement answer) => answer.TryGetProperty("status", out var status) ? status.GetInt32() : throw new InvalidOperationException(answer.ToString());

    private static string? Code(JsonElement answer, int status)
    {
        Assert.True(status == Status(answer), answer.ToString());
        return answer.GetProperty("body").GetProperty("code").GetString();
    }

    private async Task<(Customer Customer, BrowserPage Page, VirtualAuthenticator Authenticator)> EnrolledAsync()
    {
        var customer = await Stack.CreateCustomerAsync();
        var page = await fixture.Browser.OpenAsync(fixture.Page);
        var authenticator = await page.AddAuthenticatorAsync();
        await page.FillAsync("token", customer.AccessToken);
        var made = await page.PressAsync("enrol");
        Assert.True(Status(made) == 201, made.ToString());
        return (customer, page, authenticator);
    }
}
