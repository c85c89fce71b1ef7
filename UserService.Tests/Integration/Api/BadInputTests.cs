using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>Whatever is sent to whichever endpoint: a problem that names the member, and never a 500.</summary>
[Collection(ServersCollection.Name)]
public sealed class BadInputTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static Customer? customer;
    private static Staff? staff;
    private readonly Stack stack = fixture.Stack;

    public static TheoryData<string, string> Members
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var endpoint in JsonEndpoint.All)
            {
                foreach (var (path, _) in endpoint.Members())
                    rows.Add(endpoint.Name, path);
            }

            return rows;
        }
    }

    public static TheoryData<string> Endpoints => [.. JsonEndpoint.All.Select(e => e.Name)];

    [Fact]
    public void Every_endpoint_that_takes_JSON_is_in_the_table() =>
        Assert.Equal(
            stack.JsonRoutes().Select(route => route.Replace("{id:guid}", JsonEndpoint.Id, StringComparison.Ordinal).TrimEnd('/')).Order(StringComparer.Ordinal),
            JsonEndpoint.All.Select(e => e.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_value_that_cannot_be_is_refused_by_the_members_name(string endpointName, string path)
    {
        var endpoint = JsonEndpoint.Named(endpointName);
        var kind = endpoint.Members().Single(m => m.Path == path).Kind;
        List<string> values = ["7", "1.5e400", "true", "[]", "[[\"x\"]]"];
        if (kind is JsonValueKind.String)
            values.AddRange(["{}", "\"\"", "\"a\\u0000b\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", $"\"{new string('x', 5000)}\""]);
        else
            values.AddRange(["\"x\"", "\"\""]);
        if (endpoint.Amounts.Contains(path))
            values.Remove("7");
        foreach (var value in values.Where(v => kind is not (JsonValueKind.True or JsonValueKind.False) || v != "true"))
            await ShouldNameAsync(endpoint, endpoint.With(path, value), path, value);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task What_is_required_must_be_there_and_not_null(string endpointName, string path)
    {
        var endpoint = JsonEndpoint.Named(endpointName);
        if (endpoint.Optional.Contains(path))
        {
            using var response = await SendAsync(endpoint, endpoint.Without(path));
            var text = await response.Content.ReadAsStringAsync();
            Assert.DoesNotContain("\"errors\"", text, StringComparison.Ordinal);
            Assert.True((int)response.StatusCode < 500, text);
            return;
        }

        await ShouldNameAsync(endpoint, endpoint.Without(path), path, "missing");
        if (!endpoint.Amounts.Contains(path))
            await ShouldNameAsync(endpoint, endpoint.With(path, "null"), path, "null");
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_member_given_twice_or_in_another_case_is_refused_by_name(string endpointName, string path)
    {
        var endpoint = JsonEndpoint.Named(endpointName);
        var name = path.Split('.')[^1];
        var upper = char.ToUpperInvariant(name[0]) + name[1..];
        var prefix = path[..^name.Length];

        var value = endpoint.Members().Single(m => m.Path == path).Kind is JsonValueKind.Object ? "{}" : "\"01a20b8e-e97c-7890-b037-05704f351671\"";
        await ShouldNameAsync(endpoint, endpoint.WithMember(path, upper, value), prefix + upper, "other case");
        await ShouldNameAsync(endpoint, endpoint.WithMember(path, name, value), path, "twice");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_unknown_member_is_refused_by_name(string endpointName)
    {
        var endpoint = JsonEndpoint.Named(endpointName);

        await ShouldNameAsync(endpoint, $"{{\"isAdmin\":true,{endpoint.Body[1..]}", "isAdmin", "unknown, first");
        await ShouldNameAsync(endpoint, $"{endpoint.Body[..^1]},\"$type\":\"x\"}}", "$type", "unknown, last");

        // What only the service decides is nobody's to send.
        foreach (var decided in (string[])["role", "roles", "kycTier", "status", "emailVerified", "phoneVerified", "id", "userId"])
        {
            if (!endpoint.Members().Any(m => m.Path == decided))
                await ShouldNameAsync(endpoint, $"{{\"{decided}\":\"admin\",{endpoint.Body[1..]}", decided, decided);
        }

        if (endpoint.Body.Contains("\"device\":{", StringComparison.Ordinal))
            await ShouldNameAsync(endpoint, endpoint.Body.Replace("\"device\":{", "\"device\":{\"colour\":\"red\",", StringComparison.Ordinal), "device.colour", "unknown, nested");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_body_that_is_no_object_is_refused(string endpointName)
    {
        var endpoint = JsonEndpoint.Named(endpointName);
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);
        string[] bodies =
        [
            "", " ", "null", "[]", "[{}]", "7", "\"x\"", "true", "{", "{\"", endpoint.Body[..^1], endpoint.Body + "x", endpoint.Body + endpoint.Body, "{'a':1}",
            "// a comment\n" + endpoint.Body, endpoint.Body[..^1] + ",}", new string('[', 5000), deep, "\0", "{\"\\u0000\":1}", "<xml/>", "a=b",
        ];
        foreach (var body in bodies)
        {
            using var response = await SendAsync(endpoint, body);
            var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
            Assert.True(problem.TryGetProperty("errors", out var errors) && errors.EnumerateObject().Any(), $"{body}: {problem}");
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Bytes_that_are_no_text_are_refused(string endpointName)
    {
        var endpoint = JsonEndpoint.Named(endpointName);
        var path = endpoint.Members().OrderBy(m => m.Kind is JsonValueKind.String).Last().Path;
        var around = endpoint.With(path, "\"X\"").Split("\"X\"");
        foreach (var bytes in (byte[][])[[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]])
        {
            byte[] body = [.. Encoding.UTF8.GetBytes(around[0]), (byte)'"', .. bytes, (byte)'"', .. Encoding.UTF8.GetBytes(around[1])];
            using var response = await SendAsync(endpoint, body, ContentType(endpoint));
            await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Another_content_type_is_refused(string endpointName)
    {
        var endpoint = JsonEndpoint.Named(endpointName);
        foreach (var type in (string?[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", "application/octet-stream", null])
        {
            using var response = await SendAsync(endpoint, Encoding.UTF8.GetBytes(endpoint.Body), type);
            await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        }

        using var charset = await SendAsync(endpoint, Encoding.UTF8.GetBytes(endpoint.Body), $"{ContentType(endpoint)}; charset=no-such-thing");
        await charset.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_body_of_two_mebibytes_is_refused_whether_or_not_it_says_so(string endpointName)
    {
        var endpoint = JsonEndpoint.Named(endpointName);
        var path = endpoint.Members().OrderByDescending(m => m.Kind is JsonValueKind.String).First().Path;
        var body = Encoding.UTF8.GetBytes(endpoint.With(path, $"\"{new string('x', 2 * 1024 * 1024)}\""));

        using var announced = await SendBigAsync(chunked: false);
        using var chunked = await SendBigAsync(chunked: true);

        await announced.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
        await chunked.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");

        // The server closes the connection on the rest of the body, and now and then the client has not read the answer by then.
        async Task<HttpResponseMessage> SendBigAsync(bool chunked)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await SendAsync(endpoint, body, ContentType(endpoint), chunked);
                }
                catch (HttpRequestException) when (attempt < 20)
                {
                    // again
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_problem_is_a_problem_for_who_asks_for_something_else(string endpointName)
    {
        var endpoint = JsonEndpoint.Named(endpointName);
        foreach (var accept in (string[])["text/html", "image/png", "application/xml;q=0.9, */*;q=0", "nonsense"])
        {
            using var response = await SendAsync(endpoint, "[]", accept);
            await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"a\u0000b","rawId":"AA","type":"public-key","response":{}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"\ud800","authenticatorData":"\u0000","signature":"AA"}}""")]
    [InlineData("""{"id":"!!","rawId":[],"type":7,"response":{"clientDataJSON":{},"attestationObject":null,"userHandle":true}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA","authenticatorData":"AA","signature":"AA","userHandle":"AA"},"clientExtensionResults":{}}""")]
    public async Task A_passkeys_answer_that_makes_no_sense_is_never_a_failure_of_the_server(string credential)
    {
        foreach (var endpoint in JsonEndpoint.All.Where(e => e.Body.Contains("\"credential\"", StringComparison.Ordinal)))
        {
            using var response = await SendAsync(endpoint, endpoint.With("credential", credential));
            Assert.True((int)response.StatusCode is >= 400 and < 500, $"{endpoint.Name}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        var mfa = $$"""{"challengeId":"{{JsonEndpoint.Id}}","method":"passkey","credential":{{credential}}}""";
        using var second = await SendAsync(JsonEndpoint.Named("POST /v1/auth/mfa/verify"), mfa);
        Assert.True((int)second.StatusCode is >= 400 and < 500, $"{second.StatusCode}");
    }

    private static string ContentType(JsonEndpoint endpoint) =>
        endpoint is { Method: "PATCH", Path: "/v1/profile" or "/v1/settings" or "/v1/settings/limits" } ? "application/merge-patch+json" : "application/json";

    private async Task ShouldNameAsync(JsonEndpoint endpoint, string body, string path, string what)
    {
        using var response = await SendAsync(endpoint, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.BadRequest, $"{what}: {(int)response.StatusCode} {text}");
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        var named = problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ToList();
        Assert.True(named.Exists(n => n == path || n.StartsWith($"{path}[", StringComparison.Ordinal)), $"{what}: {path} is not among {string.Join(", ", named)}");
    }

    private Task<HttpResponseMessage> SendAsync(JsonEndpoint endpoint, string body, string? accept = null) =>
        SendAsync(endpoint, Encoding.UTF8.GetBytes(body), ContentType(endpoint), accept: accept);

    private async Task<HttpResponseMessage> SendAsync(JsonEndpoint endpoint, byte[] body, string? contentType, bool chunked = false, string? accept = null)
    {
        customer ??= await stack.CreateCustomerAsync();
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.Path) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        var forStaff = endpoint.Path.StartsWith("/v1/admin", StringComparison.Ordinal);
        staff ??= forStaff ? await stack.CreateStaffAsync("support", "compliance", "admin") : null;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", forStaff ? staff!.AccessToken : customer.AccessToken);
        return await stack.Client.SendAsync(request);
    }
}
