using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using UserService.ServiceDefaults.Management;

namespace UserService.ServiceDefaults.Health;

internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapProbe(ManagementPaths.Live, static context =>
            WriteAsync(context, StatusCodes.Status200OK, new HealthAnswer(nameof(HealthStatus.Healthy), [], 0)));
        app.MapProbe(ManagementPaths.Ready, AnswerReadyAsync);
    }

    private static void MapProbe(this WebApplication app, string path, RequestDelegate answer) => app
        .MapMethods(path, [HttpMethods.Get, HttpMethods.Head], answer)
        .ExcludeFromDescription()
        .DisableHttpMetrics()
        // Straight from routing to the answer: no authentication, no rate limit, no redirect stands between a probe and its host.
        .ShortCircuit();

    private static async Task AnswerReadyAsync(HttpContext context)
    {
        var report = await context.RequestServices.GetRequiredService<ReadinessProbe>().ReadAsync(context.RequestAborted);
        DependencyAnswer[] dependencies =
        [
            // Names, statuses and times only: exceptions name hosts and users, and these answers are public.
            .. report.Entries.Select(static entry =>
                new DependencyAnswer(entry.Key, entry.Value.Status.ToString(), Milliseconds(entry.Value.Duration))),
        ];
        await WriteAsync(
            context,
            report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
            new HealthAnswer(report.Status.ToString(), dependencies, Milliseconds(report.TotalDuration)));
    }

    private static Task WriteAsync(HttpContext context, int statusCode, HealthAnswer answer)
    {
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : JsonSerializer.SerializeAsync(context.Response.Body, answer, HealthJson.Default.HealthAnswer, context.RequestAborted);
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}

/// <param name="Status">Healthy, Degraded (something is missing, requests are served) or Unhealthy.</param>
/// <param name="Checks">One for each dependency.</param>
/// <param name="DurationMs">How long the checks took together, in milliseconds.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<DependencyAnswer> Checks, double DurationMs);

/// <param name="Name">The dependency's connection name.</param>
/// <param name="Status">Healthy, Degraded or Unhealthy.</param>
/// <param name="DurationMs">How long its check took, in milliseconds.</param>
internal sealed record DependencyAnswer(string Name, string Status, double DurationMs);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext;
