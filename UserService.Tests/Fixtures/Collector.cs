using System.IO.Compression;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace UserService.Tests.Fixtures;

/// <summary>A server that accepts anything posted to it and keeps the text: a telemetry collector, or Sentry's ingest.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly Channel<(string Path, string Text)> posts = Channel.CreateUnbounded<(string, string)>();
    private readonly List<string> read = [];
    private WebApplication app = null!;

    public string Address => app.Urls.Single();

    /// <summary>What a Sentry client is configured with to report here.</summary>
    public string Dsn => Address.Replace("http://", "http://publickey@", StringComparison.Ordinal) + "/42";

    /// <summary>Everything that <see cref="ReadAsync"/> has seen so far.</summary>
    public string All => string.Join('\n', read);

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0")]);
        builder.Logging.ClearProviders();
        collector.app = builder.Build();
        collector.app.MapPost("/{**path}", (Delegate)collector.KeepAsync);
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>The first post to the path that contains the text; it waits up to half a minute for it.</summary>
    public async Task<string> ReadAsync(string path, string containing = "")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var post = await posts.Reader.ReadAsync(patience.Token);
            read.Add(post.Text);
            if (post.Path == path && post.Text.Contains(containing, StringComparison.Ordinal))
                return post.Text;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<IResult> KeepAsync(HttpContext context)
    {
        await using var stream = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body;
        using var reader = new StreamReader(stream);
        posts.Writer.TryWrite((context.Request.Path, await reader.ReadToEndAsync()));
        return Results.Ok(new JsonElement?());
    }
}
