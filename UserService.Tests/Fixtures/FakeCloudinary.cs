using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace UserService.Tests.Fixtures;

/// <summary>A real HTTP server that takes Cloudinary's signed calls: it computes each signature itself and refuses what does not match, is stale or has ended.</summary>
internal sealed class FakeCloudinary : IAsyncDisposable
{
    public const string ApiKey = "123456789012345";
    public const string Secret = "the-secret-of-the-test";
    private readonly ConcurrentDictionary<string, (byte[] Content, string Type)> assets = new();
    private readonly WebApplication server;
    private int received;
    private static readonly TimeProvider Clock = TimeProvider.System;

    private FakeCloudinary(WebApplication server) => this.server = server;

    public string Address => server.Urls.Single();

    public bool Away { get; set; }

    public int Count => assets.Count;

    /// <summary>Calls so far, whatever was answered.</summary>
    public int Received => received;

    public Dictionary<string, string?> Settings => new()
    {
        ["Storage:Provider"] = "cloudinary",
        ["Storage:Cloudinary:BaseUrl"] = Address,
        ["Storage:Cloudinary:CloudName"] = "bank",
        ["Storage:Cloudinary:ApiKey"] = ApiKey,
        ["Storage:Cloudinary:ApiSecret"] = Secret,
    };

    public static async Task<FakeCloudinary> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeCloudinary(builder.Build());
        fake.server.Run(fake.AnswerAsync);
        await fake.server.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref received);
        var request = context.Request;
        if (Away)
        {
            context.Response.StatusCode = 500;
            return;
        }

        var parameters = request.HasFormContentType
            ? (await request.ReadFormAsync()).ToDictionary(p => p.Key, p => p.Value.ToString())
            : request.Query.ToDictionary(p => p.Key, p => p.Value.ToString());
        if (request.Path.Value!.Split('/') is not ["", "v1_1", "bank", "image" or "raw", var act] || !IsSigned(parameters))
        {
            context.Response.StatusCode = 401;
            return;
        }

        var id = parameters["public_id"];
        switch (act)
        {
            case "upload":
                using (var copy = new MemoryStream())
                {
                    await request.Form.Files["file"]!.CopyToAsync(copy);
                    assets[id] = (copy.ToArray(), request.Form.Files["file"]!.ContentType);
                }

                await context.Response.WriteAsync($$"""{"public_id":"{{id}}","type":"private"}""");
                break;
            case "destroy":
                await context.Response.WriteAsync(assets.TryRemove(id, out _) ? """{"result":"ok"}""" : """{"result":"not found"}""");
                break;
            case "download" when Time(parameters["expires_at"]) > Clock.GetUtcNow():
                if (!assets.TryGetValue(id, out var asset))
                {
                    context.Response.StatusCode = 404;
                    break;
                }

                context.Response.ContentType = asset.Type;
                await context.Response.Body.WriteAsync(asset.Content);
                break;
            default:
                context.Response.StatusCode = 401;
                break;
        }
    }

    private static bool IsSigned(Dictionary<string, string> parameters)
    {
        string[] unsigned = ["file", "api_key", "signature", "resource_type", "cloud_name"];
        var text = string.Join("&", parameters.Where(p => !unsigned.Contains(p.Key) && p.Value.Length > 0).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + "=" + p.Value)) + Secret;
        return parameters.GetValueOrDefault("api_key") == ApiKey
            && parameters.GetValueOrDefault("signature") == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))
            && (Clock.GetUtcNow() - Time(parameters["timestamp"])).Duration() <= TimeSpan.FromHours(1)
            && parameters.GetValueOrDefault("type") == "private";
    }

    private static DateTimeOffset Time(string seconds) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
}
