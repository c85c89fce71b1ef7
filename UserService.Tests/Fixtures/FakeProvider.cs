using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace UserService.Tests.Fixtures;

/// <summary>A provider's HTTP API: keeps what it was asked and answers as it is told.</summary>
public sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ProviderRequest> requests = new();

    private FakeProvider(WebApplication app) => this.app = app;

    /// <summary>Its address, with a slash at the end.</summary>
    public string Address => app.Urls.Single() + "/";

    /// <summary>What it answers to each request.</summary>
    public Func<ProviderRequest, ProviderAnswer> Answer { get; set; } = static _ => new ProviderAnswer(500, "");

    /// <summary>Never answers.</summary>
    public bool Hangs { get; set; }

    public IReadOnlyList<ProviderRequest> Requests => [.. requests];

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new FakeProvider(builder.Build());
        provider.app.Run(provider.HandleAsync);
        await provider.app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token); // whoever hangs here is cut off
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new ProviderRequest(
            context.Request.Method, context.Request.Path + context.Request.QueryString, await reader.ReadToEndAsync(),
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        requests.Enqueue(request);
        if (Hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        var answer = Answer(request);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }
}

/// <summary>What a provider was asked.</summary>
public sealed record ProviderRequest(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>What it answers.</summary>
public sealed record ProviderAnswer(int Status, string Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];
}
