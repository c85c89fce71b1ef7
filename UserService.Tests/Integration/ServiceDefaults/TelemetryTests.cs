using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace UserService.Tests.Integration.ServiceDefaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Has_no_tracing_pipeline_where_nobody_collects()
    {
        await using var host = await DefaultsHost.StartAsync(builder => DefaultsHost.AddClients(builder, 1, 1, 1));

        Assert.Null(host.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task Sends_traces_to_the_collector_but_none_of_a_probe()
    {
        await using var collector = await Collector.StartAsync();
        await using (var host = await DefaultsHost.StartAsync(settings: new()
        {
            ["urls"] = "http://127.0.0.1:{main}",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }))
        {
            await host.Client.GetAsync(host.Main("/healthz/ready"));
            await host.Client.GetAsync(host.Main("/page"));
            host.Services.GetRequiredService<TracerProvider>().ForceFlush();
        }

        var spans = await collector.ReadAsync("/v1/traces");
        Assert.Contains("/page", spans, StringComparison.Ordinal);
        Assert.Contains("user-service-test", spans, StringComparison.Ordinal);
        Assert.DoesNotContain("/healthz", spans, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_an_error_to_sentry_without_what_it_says_about_a_person()
    {
        await using var sentry = await Collector.StartAsync();
        await using var host = await DefaultsHost.StartAsync(settings: new()
        {
            ["urls"] = "http://127.0.0.1:{main}",
            ["SENTRY_DSN"] = sentry.Address.Replace("http://", "http://publickey@", StringComparison.Ordinal) + "/42",
        });
        using var body = new StringContent("""{"password":"correct horse"}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Main("/fail?email=grace%40example.com")) { Content = body };
        request.Headers.Add("Authorization", "Bearer a.b.c");
        request.Headers.Add("Cookie", "session=s3cr3t");

        using var response = await host.Client.SendAsync(request);
        var report = await sentry.ReadAsync("/api/42/envelope/", containing: "InvalidOperationException");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("01890a5d-ac96-774b-bcce-b302099a8057", report, StringComparison.Ordinal);
        Assert.Contains("user-service-test@", report, StringComparison.Ordinal);
        foreach (var leak in (string[])["ada.lovelace", "0123456789", "abc.def", "grace", "correct horse", "a.b.c", "s3cr3t", Environment.MachineName])
            Assert.DoesNotContain(leak, report, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A server that accepts anything posted to it and keeps the text.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly Channel<(string Path, string Text)> _posts = Channel.CreateUnbounded<(string, string)>();
        private WebApplication _app = null!;

        public string Address => _app.Urls.Single();

        public static async Task<Collector> StartAsync()
        {
            var collector = new Collector();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0")]);
            builder.Logging.ClearProviders();
            builder.Services.Configure<KestrelServerOptions>(options => options.AllowSynchronousIO = false);
            collector._app = builder.Build();
            collector._app.MapPost("/{**path}", (Delegate)collector.KeepAsync);
            await collector._app.StartAsync();
            return collector;
        }

        /// <summary>The first post to the path that contains the text; it waits up to ten seconds for it.</summary>
        public async Task<string> ReadAsync(string path, string containing = "")
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            while (true)
            {
                var post = await _posts.Reader.ReadAsync(patience.Token);
                if (post.Path == path && post.Text.Contains(containing, StringComparison.Ordinal))
                    return post.Text;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        private async Task<IResult> KeepAsync(HttpContext context)
        {
            await using var stream = context.Request.Headers.ContentEncoding == "gzip"
                ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
                : context.Request.Body;
            using var reader = new StreamReader(stream);
            _posts.Writer.TryWrite((context.Request.Path, await reader.ReadToEndAsync()));
            return Results.Ok(new JsonElement?());
        }
    }
}
