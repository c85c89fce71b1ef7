using System.Net;
using System.Net.Sockets;
using System.Text;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>What holds for every address: problems, headers, and what exists in which environment.</summary>
[Collection(ServersCollection.Name)]
public sealed class HttpRulesTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not_found")]
    [InlineData("GET", "/v1/auth", 404, "not_found")]
    [InlineData("POST", "/v1/auth/register/", 400, "invalid_request")] // a slash too many means the same address
    [InlineData("GET", "/v1/auth/login", 405, "method_not_allowed")]
    [InlineData("DELETE", "/v1/profile", 405, "method_not_allowed")]
    [InlineData("TRACE", "/v1/profile", 405, "method_not_allowed")]
    [InlineData("GET", "/v1/profile", 401, "invalid_token")]
    public async Task Errors_are_problems_whatever_the_client_accepts(string method, string path, int status, string code)
    {
        foreach (var accept in (string?[])[null, "application/json", "text/html", "image/*"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (method == "POST")
                request.Content = new StringContent("[]", Encoding.UTF8, "application/json");
            if (accept is not null)
                request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await stack.Client.SendAsync(request);
            await response.ShouldBeProblemAsync((HttpStatusCode)status, code);
        }
    }

    [Theory]
    [InlineData("/v1/profile?x=%00")]
    [InlineData("/v1/profile?%00=x")]
    [InlineData("/v1/profile?x=a%00b&y")]
    [InlineData("/dev/messages?to=%00")]
    [InlineData("/v1/pro%00file")]
    [InlineData("/%00")]
    [InlineData("/dev/messages")]
    [InlineData("/dev/messages?to=a&to=%00")]
    public async Task A_nul_in_the_address_and_a_missing_parameter_are_400(string address)
    {
        var answer = await RawAsync($"GET {address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/messages?to=")]
    [InlineData("/dev/messages?to=%ff%fe")]
    [InlineData("/dev/messages?to=%ed%a0%80")]
    [InlineData("/dev/messages?to=%zz")]
    [InlineData("/dev/messages?to=%2500")]
    [InlineData("/dev/messages?to=%F0%9F%92%A9")]
    [InlineData("/v1/%ff%fe")]
    [InlineData("/v1/..%2f..%2fetc")]
    [InlineData("/%zz")]
    [InlineData("/v1/auth/sessions/not-a-guid")]
    public async Task A_strange_address_is_never_a_failure_of_the_server(string address)
    {
        var answer = await RawAsync($"GET {address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 [24]", answer);
    }

    [Theory]
    [InlineData("User-Agent: a\0b")]
    [InlineData("User-Agent: \u00ff\u00fe")]
    [InlineData("Authorization: Bearer \u00ff")]
    [InlineData("If-None-Match: \u0001")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("X: \u0007")]
    public async Task A_strange_header_is_never_a_failure_of_the_server(string header)
    {
        var answer = await RawAsync($"GET /v1/profile HTTP/1.1\r\nHost: x\r\n{header}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 4", answer);
    }

    [Theory]
    [InlineData("GET", "/v1/profile")]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/.well-known/jwks.json")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/docs")]
    [InlineData("POST", "/v1/auth/login")]
    [InlineData("GET", "/v1/profile?x=%00")]
    public async Task Every_answer_has_the_headers_that_protect_browsers(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await stack.Client.SendAsync(request);

        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        Assert.True(path.StartsWith("/.well-known", StringComparison.Ordinal) ? response.Headers.CacheControl!.Public : response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_not_read_answers_unless_it_is_on_the_list()
    {
        await using var own = await fixture.StartAsync(new StackOptions
        {
            WithWorker = false, Settings = new() { ["Cors:AllowedOrigins:0"] = "https://app.bank.example" },
        });
        foreach (var (origin, allowed) in ((string, bool)[])[("https://app.bank.example", true), ("https://evil.example", false), ("null", false)])
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/profile");
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "PATCH");
            preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,if-match");
            using var response = await own.Client.SendAsync(preflight);
            Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var value) && value.Single() == origin);
        }
    }

    [Fact]
    public async Task Messages_are_readable_in_development_only()
    {
        var registration = await stack.RegisterAsync();
        await stack.ReadMailAsync(registration.Email, "registration_code");
        using var here = await stack.Client.GetAsync($"/dev/messages?to={registration.Email}");
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        (await here.ReadJsonAsync())[0].ShouldHaveExactly(
            "id:uuid", "channel:string", "to:string", "template:string", "subject:string", "body:string", "code:string", "sentAt:time");

        foreach (var environment in (string[])["Staging", "Production"])
        {
            await using var elsewhere = await fixture.StartAsync(new StackOptions { Environment = environment });
            var other = await elsewhere.RegisterAsync();
            using var refused = await elsewhere.Client.GetAsync($"/dev/messages?to={other.Email}");
            await refused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
            await elsewhere.Events.WaitForAsync("user.registered.v1", await elsewhere.QueryAsync<Guid>("SELECT id FROM users WHERE email = $1", other.Email));
            Assert.Equal(0, await elsewhere.QueryAsync<int>("SELECT count(*) FROM development_messages"));
        }
    }

    [Fact]
    public async Task Messages_come_newest_first_and_only_those_to_the_address()
    {
        var registration = await stack.RegisterAsync();
        var first = await stack.ReadMailAsync(registration.Email, "registration_code");
        await stack.RegisterAsync(registration.Email);
        var second = await stack.ReadMailAsync(registration.Email, "registration_code", after: first);

        var list = await (await stack.Client.GetAsync($"/dev/messages?to={registration.Email.ToUpperInvariant()}")).ReadJsonAsync();

        Assert.Equal([second.Id, first.Id], list.EnumerateArray().Select(m => m.GetProperty("id").GetGuid()));
    }

    /// <summary>What no HTTP client would let out.</summary>
    private async Task<string> RawAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, stack.Address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
