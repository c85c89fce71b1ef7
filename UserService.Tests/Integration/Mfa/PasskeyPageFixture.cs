using Microsoft.AspNetCore.Hosting;
using UserService.DevHost.Servers;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Mfa;

/// <summary>A stack whose Api is at an address that passkeys can be made for, and a browser beside it. Nothing is started where there is no browser.</summary>
public sealed class PasskeyPageFixture(ServersFixture servers) : IAsyncLifetime
{
    private readonly int port = FreePorts.Take();

    public Stack Stack { get; private set; } = null!;

    public Browser Browser { get; private set; } = null!;

    /// <summary>WebAuthn knows no addresses, so it is not 127.0.0.1.</summary>
    public Uri Page => new($"http://localhost:{port}/dev/passkeys");

    public async Task InitializeAsync()
    {
        if (Browser.Program is null)
            return;
        Stack = await Stack.StartAsync(servers, new StackOptions
        {
            // Passkeys are made for the issuer's host where nothing else is said: that this works is part of the test.
            Settings = { ["Tokens:Issuer"] = $"http://localhost:{port}" },
            Configure = builder =>
            {
                if (builder.Environment.ApplicationName == "UserService.Api")
                    builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
            },
        });
        Browser = await Browser.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        if (Stack is not null)
            await Stack.DisposeAsync();
    }
}
