using System.Diagnostics;

namespace UserService.Tests.Resilience;

/// <summary>A command of the Worker, run to its end.</summary>
internal sealed class HostCommand(string program, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Gives what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(texts));
        return texts[0];
    }
}
