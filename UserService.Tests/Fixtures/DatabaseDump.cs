using System.Diagnostics;
using System.Text;
using Npgsql;
using UserService.DevHost.Servers;

namespace UserService.Tests.Fixtures;

/// <summary>What somebody finds who gets hold of a backup: the output of <c>pg_dump</c>.</summary>
public static class DatabaseDump
{
    /// <param name="except">Tables to leave out.</param>
    public static async Task<string> TakeAsync(string connectionString, params string[] except)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(
            Path.Combine(PostgresPrograms.Newest(), "pg_dump"),
            ["--host", connection.Host!, "--port", $"{connection.Port}", "--username", connection.Username!, "--no-password", .. except.Select(table => $"--exclude-table-data={table}"), connection.Database!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["PGPASSWORD"] = connection.Password;
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, texts[1]);
        return texts[0];
    }

    /// <summary>The canaries that are in a text, in whichever form: as they are, in hexadecimal, in base64 at any offset, reversed.</summary>
    public static List<string> Canaries(this string text, IEnumerable<string> planted) => [.. planted.Where(canary => Forms(canary).Any(form => text.Contains(form, StringComparison.OrdinalIgnoreCase)))];

    private static IEnumerable<string> Forms(string canary)
    {
        var bytes = Encoding.UTF8.GetBytes(canary);
        yield return canary;
        yield return new string([.. canary.Reverse()]);
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexString(Encoding.Unicode.GetBytes(canary));
        for (var offset = 0; offset < 3; offset++)
        {
            // The characters at the edges depend on the neighbours: they are cut off.
            var padded = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
            yield return padded[(offset == 0 ? 0 : offset + 1)..^1];
            yield return padded[(offset == 0 ? 0 : offset + 1)..^1].Replace('+', '-').Replace('/', '_');
        }
    }
}
