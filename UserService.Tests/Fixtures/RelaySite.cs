using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace UserService.Tests.Fixtures;

/// <summary>A site that shows another's pages under an origin of its own and hands on every request, as phishing kits do.</summary>
public sealed class RelaySite : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient target;

    private RelaySite(WebApplication app, HttpClient target) => (this.app, this.target) = (app, target);

    public static async Task<RelaySite> StartAsync(Uri of, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var target = new HttpClient { BaseAddress = of };
        var app = builder.Build();
        app.Run(context => RelayAsync(context, target));
        await app.StartAsync();
        return new RelaySite(app, target);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        target.Dispose();
    }

    private static async Task RelayAsync(HttpContext context, HttpClient target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        if (context.Request.Headers.Authorization is [{ } authorization])
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await target.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body);
    }
}
