using Microsoft.Extensions.Configuration;
using UserService.ServiceDefaults.Management;

namespace Microsoft.Extensions.Hosting;

/// <summary>The health check of a container without a shell: <c>dotnet UserService.Api.dll healthcheck</c> asks the host that runs beside it.</summary>
public static class HealthQuestion
{
    /// <summary>The argument that asks.</summary>
    public const string Argument = "healthcheck";

    // Readiness answers within its own bound of seconds; a container engine's patience is usually 5 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Asks <c>/healthz/ready</c> on the management port (<c>Management:Port</c>, 9090 where it is not set).</summary>
    /// <returns>0 where the host is ready, 1 where it is not or does not answer.</returns>
    public static async Task<int> AskAsync()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{ManagementPort.Read(configuration) ?? 9090}/healthz/ready"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
