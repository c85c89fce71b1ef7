using System.Diagnostics;
using System.Globalization;

namespace UserService.Tests.Fixtures;

/// <summary>Chromium without a window, driven over its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly TemporaryFolder profile;
    private readonly DevTools tools;

    private Browser(Process process, TemporaryFolder profile, DevTools tools) => (this.process, this.profile, this.tools) = (process, profile, tools);

    /// <summary>Where Chromium is, or null.</summary>
    public static string? Program { get; } =
        new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public static async Task<Browser> StartAsync()
    {
        var profile = new TemporaryFolder("chromium");
        var start = new ProcessStartInfo(
            Program!,
            [
                "--headless=new", "--remote-debugging-port=0", $"--user-data-dir={profile.Path}",
                // Root has no sandbox to offer, and the pages are ours; nothing may be fetched from elsewhere.
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "about:blank",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        try
        {
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return new Browser(process, profile, await DevTools.ConnectAsync(await FindEndpointAsync(process, profile.Path)));
        }
        catch
        {
            await StopAsync(process, profile);
            throw;
        }
    }

    public async Task<BrowserPage> OpenAsync(Uri address)
    {
        var target = (await tools.CallAsync("Target.createTarget", new { url = "about:blank" })).GetProperty("targetId").GetString();
        var session = (await tools.CallAsync("Target.attachToTarget", new { targetId = target, flatten = true })).GetProperty("sessionId").GetString()!;
        var page = new BrowserPage(tools, session);
        await page.GoAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await tools.DisposeAsync();
        await StopAsync(process, profile);
    }

    // Chromium writes the port it took, and the path of its endpoint, to a file.
    private static async Task<Uri> FindEndpointAsync(Process process, string profile)
    {
        var file = Path.Combine(profile, "DevToolsActivePort");
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (File.Exists(file) && await File.ReadAllLinesAsync(file, CancellationToken.None) is [var port, { Length: > 0 } path, ..])
                return new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}{path}"));
            if (process.HasExited || patience.IsCancellationRequested)
                throw new InvalidOperationException(process.HasExited ? $"Chromium ended with exit code {process.ExitCode}." : "Chromium did not start in time.");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task StopAsync(Process process, TemporaryFolder profile)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();

        // Its helpers may hold on to their files a moment longer.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                profile.Dispose();
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }
}
