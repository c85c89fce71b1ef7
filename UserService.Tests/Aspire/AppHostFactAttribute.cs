using System.ComponentModel;
using System.Diagnostics;

namespace UserService.Tests.Aspire;

/// <summary>
/// A test that starts the AppHost. It is skipped, with the reason, where there is neither a container runtime nor all three
/// connection strings: the AppHost would wait for its containers for ever.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AppHostFactAttribute : FactAttribute
{
    private static readonly string[] Servers = ["userdb", "cache", "messaging"];
    private static readonly Lazy<string?> Reason = new(FindReason);

    public AppHostFactAttribute() => Skip = Reason.Value;

    private static string? FindReason() =>
        Servers.All(name => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable($"ConnectionStrings__{name}")))
        || Answers("docker")
        || Answers("podman")
            ? null
            : "Neither 'docker container ls' nor 'podman container ls' answers, and ConnectionStrings__userdb, __cache and __messaging are not all set.";

    private static bool Answers(string runtime)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(runtime, ["container", "ls"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            // A runtime that takes longer to list its containers would not start three of them in time either.
            if (process.WaitForExit(TimeSpan.FromSeconds(15)))
                return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
