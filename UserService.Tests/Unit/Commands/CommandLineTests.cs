using System.Diagnostics;
using UserService.Tests.Unit.Configuration;
using UserService.Worker;

namespace UserService.Tests.Unit.Commands;

/// <summary>The Worker's commands as an operator types them, without any server: those of <see cref="HostUnderCheck.Complete"/> are closed ports.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("clients list", "clients", "list")]
    [InlineData("clients add", "clients", "add", "--id", "ledger", "--scopes", "users.read")]
    [InlineData("admin bootstrap", "admin", "bootstrap", "--email", "ada@example.com")]
    public async Task A_database_that_is_away_is_said_in_one_line(string name, params string[] words)
    {
        var (exitCode, output, error) = await RunAsync(words);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"worker {name}: The database of ConnectionStrings:userdb does not answer: is PostgreSQL running at 127.0.0.1:1? (", error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("QmFzZQ", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus: no option of worker clients add, which has --id, --scopes, --secret-file, --jwks-file, --on-behalf-to, --require-dpop\n", "clients", "add", "--id", "x", "--bogus", "y")]
    [InlineData("--now: no option of worker keys rewrap, which has --batch\n", "keys", "rewrap", "--now")]
    [InlineData("--user: no option of worker seed, which has --users, --password\n", "seed", "--user", "5")]
    [InlineData("--force: no option of worker audit verify, which has --head\n", "audit", "verify", "--force")]
    [InlineData("--all: worker migrate has no options\n", "migrate", "--all")]
    public async Task An_unknown_option_is_named_and_nothing_is_done(string expected, params string[] words) =>
        Assert.Equal((2, "", expected), await RunAsync(words));

    [Theory]
    [InlineData("banana", "--overlap: not a duration such as 24:00:00 (banana)\n")]
    [InlineData("24:60:00", "--overlap: not a duration such as 24:00:00 (24:60:00)\n")]
    [InlineData("721h", "--overlap: longer than 720 hours (721h)\n")]
    [InlineData("24:00:00", "worker clients rotate: The database ")]
    [InlineData("24h", "worker clients rotate: The database ")]
    public async Task An_overlap_that_is_no_duration_is_named_first(string overlap, string expected)
    {
        var (exitCode, _, error) = await RunAsync("clients", "rotate", "--id", "ledger", "--overlap", overlap);

        Assert.Equal(expected[0] == '-' ? 2 : 1, exitCode);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerHost).Assembly.Location, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in HostUnderCheck.Complete)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, texts[0], texts[1]);
    }
}
