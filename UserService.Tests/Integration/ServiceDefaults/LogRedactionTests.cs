using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserService.ServiceDefaults.Redaction;

namespace UserService.Tests.Integration.ServiceDefaults;

/// <summary>They read what the process writes on its console, so they do not run beside tests that write there too.</summary>
[Collection("Console")]
public sealed class LogRedactionTests
{
    [Fact]
    public async Task Writes_json_lines_in_utc_with_scopes_and_without_personal_data()
    {
        var line = await ConsoleLineAsync("Production", "user-42");

        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        Assert.DoesNotContain("ada@example.com", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
        Assert.Equal("user-42", root.GetProperty("State").GetProperty("UserId").GetString());
        // There, and empty: the redactor has seen it. The generated method alone would leave a classified value out.
        Assert.Equal("", root.GetProperty("State").GetProperty("Email").GetString());
        Assert.EndsWith("Z", root.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
        Assert.Contains("request-7", root.GetProperty("Scopes").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("TraceId", root.GetProperty("Scopes").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erases_personal_data_in_development_too()
    {
        var line = await ConsoleLineAsync("Development", "user-43");

        Assert.DoesNotContain("ada@example.com", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    private static async Task<string> ConsoleLineAsync(string environment, string userId)
    {
        var console = Console.Out;
        await using var captured = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(captured));
        try
        {
            // The console provider takes the standard output that it finds when the host is built.
            await using (var host = await DefaultsHost.StartAsync(
                settings: new() { ["urls"] = "http://127.0.0.1:{main}" }, environment: environment))
            {
                using var activity = new System.Diagnostics.Activity("test").Start();
                var logger = host.Services.GetRequiredService<ILogger<LogRedactionTests>>();
                using var scope = logger.BeginScope("request-7");
                RedactionLog.Registered(logger, userId, "ada@example.com", "hunter2");
            }
        }
        finally
        {
            Console.SetOut(console);
        }

        return captured.ToString().Split('\n').Single(text => text.Contains(userId, StringComparison.Ordinal));
    }
}

internal static partial class RedactionLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Registered {UserId} as {Email} with {Password}")]
    public static partial void Registered(ILogger logger, string userId, [PersonalData] string email, [Secret] string password);
}
