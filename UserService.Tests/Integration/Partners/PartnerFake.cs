using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Types;
using WireMock.Util;

namespace UserService.Tests.Integration.Partners;

/// <summary>A partner that checks what the real one would: the key, and the body to the letter. What it does not expect gets 404.</summary>
public sealed class PartnerFake : IDisposable
{
    public const string Key = "sk_test_not_a_secret";

    private readonly WireMockServer server = WireMockServer.Start();
    private readonly ConcurrentQueue<string> received = new();

    public string BaseUrl => server.Url + "/";

    /// <summary>Paths of all requests that were expected, with the method; those that are not answered yet are among them.</summary>
    public IReadOnlyList<string> Requests => [.. received];

    public int Count(string method, string path) => Requests.Count(r => r == $"{method} {path}");

    public void Answer(string method, string path, int status, string json, string? body = null, TimeSpan? after = null, params (string Name, string Value)[] query)
    {
        var request = Request.Create().WithPath(path).UsingMethod(method).WithHeader("Authorization", $"Bearer {Key}");
        foreach (var (name, value) in query)
            request = request.WithParam(name, value);
        if (body is not null)
            request = request.WithBody((string? sent) => sent is not null && JsonNode.DeepEquals(JsonNode.Parse(sent), JsonNode.Parse(body)));
        server.Given(request).RespondWith(Response.Create().WithCallback(async sent =>
        {
            received.Enqueue($"{sent.Method} {sent.Path}");
            if (after is { } delay)
                await Task.Delay(delay);
            return new ResponseMessage { StatusCode = status, BodyData = new BodyData { BodyAsString = json, DetectedBodyType = BodyType.String, Encoding = Encoding.UTF8 } };
        }));
    }

    public static string PaystackSignature(string body) => Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(body)));

    public void Dispose() => server.Dispose();
}
