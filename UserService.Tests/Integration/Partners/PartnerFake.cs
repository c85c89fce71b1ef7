using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace UserService.Tests.Integration.Partners;

/// <summary>A partner that checks what the real one would: the key, and the body to the letter. What it does not expect gets 404.</summary>
public sealed class PartnerFake : IDisposable
{
    public const string Key = "sk_test_not_a_secret";

    private readonly WireMockServer server = WireMockServer.Start();

    public string BaseUrl => server.Url + "/";

    /// <summary>Paths of all requests so far, with the method.</summary>
    public IReadOnlyList<string> Requests => [.. server.LogEntries.Select(e => $"{e.RequestMessage!.Method} {e.RequestMessage.Path}")];

    public IReadOnlyList<string> Bodies => [.. server.LogEntries.Select(e => e.RequestMessage!.Body ?? "")];

    public int Count(string method, string path) => Requests.Count(r => r == $"{method} {path}");

    public void Answer(string method, string path, int status, string json, string? body = null, TimeSpan? after = null, params (string Name, string Value)[] query)
    {
        var request = Request.Create().WithPath(path).UsingMethod(method).WithHeader("Authorization", $"Bearer {Key}");
        foreach (var (name, value) in query)
            request = request.WithParam(name, value);
        if (body is not null)
            request = request.WithBody((string? sent) => sent is not null && JsonNode.DeepEquals(JsonNode.Parse(sent), JsonNode.Parse(body)));
        var response = Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(json);
        server.Given(request).RespondWith(after is { } delay ? response.WithDelay(delay) : response);
    }

    public void Forget() => server.Reset();

    public static string PaystackSignature(string body) => Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(body)));

    public void Dispose() => server.Dispose();
}
