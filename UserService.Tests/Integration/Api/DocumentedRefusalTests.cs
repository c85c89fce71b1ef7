using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>What every operation shares, asked of the host and held against its own description: an operation that refuses must say so, and none may say so that does not.</summary>
[Collection(ServersCollection.Name)]
public sealed class DocumentedRefusalTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Operations_that_are_limited_say_so_with_the_headers_that_tell_where_the_caller_stands()
    {
        await using var limited = await fixture.StartAsync(new StackOptions
        {
            WithWorker = false,
            Settings = new()
            {
                ["RateLimits:Enabled"] = "true", ["RateLimits:Auth:Limit"] = "1", ["RateLimits:Refresh:Limit"] = "1", ["RateLimits:OAuth:Limit"] = "1",
                ["RateLimits:Auth:Window"] = "01:00:00", ["RateLimits:Refresh:Window"] = "01:00:00", ["RateLimits:OAuth:Window"] = "01:00:00",
                ["ForwardedHeaders:KnownProxies"] = "127.0.0.1",
            },
        });

        // All stacks share one Redis: this test has an address of its own.
        limited.Client.DefaultRequestHeaders.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"10.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(256)}.77"));
        using var document = await DocumentAsync();
        var wrong = new List<string>();
        foreach (var operation in Operation.AllOf(document))
        {
            // Hot paths count in slices and let a few more through.
            var refused = false;
            for (var i = 0; i < 8 && !refused; i++)
            {
                using var response = await limited.Client.SendAsync(operation.Request());
                refused = response.StatusCode is HttpStatusCode.TooManyRequests && (await response.ReadJsonAsync()).GetProperty(operation.IsOAuth ? "error" : "code").GetString() == "rate_limited";
                if (refused && !new[] { "Retry-After", "RateLimit", "RateLimit-Policy" }.All(header => response.Headers.Contains(header) && operation.Headers("429").Contains(header)))
                    wrong.Add($"{operation.Id}: headers of 429");
            }

            if (refused != operation.Codes("429").Contains("rate_limited"))
                wrong.Add($"{operation.Id}: limited {refused}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Operations_that_honour_an_idempotency_key_take_it_and_say_how_they_refuse_it()
    {
        var staff = await stack.CreateStaffAsync("support", "compliance", "admin");
        using var document = await DocumentAsync();
        var wrong = new List<string>();
        foreach (var operation in Operation.AllOf(document).Where(o => o.Method == "POST"))
        {
            using var request = operation.Request(staff.AccessToken);
            request.Headers.TryAddWithoutValidation("Idempotency-Key", new string('k', 256)); // one too long: who honours it refuses it before anything is done
            using var response = await stack.Client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var honoured = text.Contains("\"invalid_idempotency_key\"", StringComparison.Ordinal);
            bool[] said =
            [
                operation.HeaderParameters.Contains("Idempotency-Key"), operation.Codes("400").Contains("invalid_idempotency_key"),
                operation.Codes("409").Contains("idempotency_in_flight"), operation.Codes("422").Contains("idempotency_key_reused"),
            ];
            if (said.Any(s => s != honoured))
                wrong.Add($"{operation.Id}: honoured {honoured}, said {string.Join(' ', said)}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Operations_that_take_a_body_say_which_types_and_sizes_they_refuse()
    {
        var staff = await stack.CreateStaffAsync("support", "compliance", "admin");
        using var document = await DocumentAsync();
        var wrong = new List<string>();
        foreach (var operation in Operation.AllOf(document).Where(o => o is { ContentType: not null, IsOAuth: false })) // RFC 6749 §5.2 has 400 for both
        {
            if (!operation.Codes("413").Contains("payload_too_large"))
                wrong.Add($"{operation.Id}: 413 is not told");
            using var response = await stack.Client.SendAsync(operation.Request(staff.AccessToken, "application/x-nothing-of-ours"));
            var refused = response.StatusCode is HttpStatusCode.UnsupportedMediaType;
            if (refused != operation.Codes("415").Contains("unsupported_media_type"))
                wrong.Add($"{operation.Id}: {(int)response.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Parameters_of_the_wrong_form_are_refused_by_name()
    {
        var staff = await stack.CreateStaffAsync("support", "compliance", "admin");
        using var document = await DocumentAsync();
        var (wrong, asked) = (new List<string>(), new List<string>());
        foreach (var operation in Operation.AllOf(document))
        {
            foreach (var name in operation.FormedParameters)
            {
                using var request = operation.Request(staff.AccessToken);
                request.RequestUri = new Uri($"{request.RequestUri}?{name}=~", UriKind.Relative);
                using var response = await stack.Client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                asked.Add($"{operation.Id} {name}");
                if (response.StatusCode is not HttpStatusCode.BadRequest || !text.Contains($"\"errors\":{{\"{name}\":[", StringComparison.Ordinal) || !text.Contains("\"invalid_request\"", StringComparison.Ordinal))
                    wrong.Add($"{operation.Id} {name}: {(int)response.StatusCode} {text}");
                if (!operation.Codes("400").Contains("invalid_request"))
                    wrong.Add($"{operation.Id}: 400 is not told");
            }
        }

        Assert.Empty(wrong);
        Assert.Superset(new HashSet<string> { "QueryAudit subject", "QueryAudit from", "ListNotifications unread", "ListNotifications limit", "SearchUsers limit" }, asked.ToHashSet());
    }

    [Theory]
    [InlineData("/v1/notifications?limit=abc", "limit")]
    [InlineData("/v1/notifications?limit=1&limit=2", "limit")]
    [InlineData("/v1/notifications?limit=1.5", "limit")]
    [InlineData("/v1/notifications?limit=99999999999", "limit")]
    [InlineData("/v1/notifications?limit=0", "limit")]
    [InlineData("/v1/notifications?unread=maybe", "unread")]
    [InlineData("/v1/notifications?limit=abc&unread=maybe", "limit", "unread")]
    [InlineData("/v1/notifications?cursor=~", "cursor")]
    [InlineData("/v1/settings/consents/history?limit=-", "limit")]
    [InlineData("/v1/admin/audit?from=yesterday&to=2026-02-30T00:00:00Z", "from", "to")]
    [InlineData("/v1/admin/audit/export?subject=7", "subject")]
    public async Task A_parameter_that_cannot_be_is_refused_by_its_name(string address, params string[] names)
    {
        var staff = await stack.CreateStaffAsync("support", "compliance", "admin");

        using var response = await staff.Client.GetAsync(address);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(names, problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Operations_that_change_something_say_that_another_change_may_be_first()
    {
        using var document = await DocumentAsync();

        var silent = Operation.AllOf(document).Where(o => o.Method != "GET" && o.Path.StartsWith("/v1/", StringComparison.Ordinal) && !o.Path.StartsWith("/v1/webhooks/", StringComparison.Ordinal))
            .Where(o => !o.Codes("409").Contains("conflict"));

        Assert.Empty(silent.Select(o => o.Id));
    }

    private async Task<JsonDocument> DocumentAsync() => JsonDocument.Parse(await stack.Client.GetStringAsync("/openapi/v1.json"));

    /// <summary>One operation of the document, its shared responses looked up.</summary>
    private sealed record Operation(string Method, string Path, JsonElement Body, JsonElement Components)
    {
        public string Id => Body.GetProperty("operationId").GetString()!;

        /// <summary>Refuses in the shape of RFC 6749.</summary>
        public bool IsOAuth => Path.StartsWith("/oauth/", StringComparison.Ordinal);

        public string? ContentType => Body.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().First().Name : null;

        public IEnumerable<string> HeaderParameters => Body.TryGetProperty("parameters", out var all)
            ? all.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "header").Select(p => p.GetProperty("name").GetString()!)
            : [];

        /// <summary>Parameters of the query that not every text is good for.</summary>
        public IEnumerable<string> FormedParameters => Body.TryGetProperty("parameters", out var all)
            ? all.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query" && (p.GetProperty("schema").TryGetProperty("format", out _) || p.GetProperty("schema").GetProperty("type").ToString() != "string"))
                .Select(p => p.GetProperty("name").GetString()!)
            : [];

        public static IEnumerable<Operation> AllOf(JsonDocument document) =>
            from path in document.RootElement.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select new Operation(operation.Name.ToUpperInvariant(), path.Name, operation.Value, document.RootElement.GetProperty("components"));

        public IReadOnlyCollection<string> Codes(string status)
        {
            if (Response(status) is not { } response)
                return [];
            var content = response.GetProperty("content");
            if (content.TryGetProperty("application/problem+json", out var problem))
                return [.. problem.GetProperty("examples").EnumerateObject().Select(e => e.Name)];
            return IsOAuth && content.GetProperty("application/json").TryGetProperty("example", out var example) && example.TryGetProperty("error", out var error) ? [error.GetString()!] : [];
        }

        public IReadOnlyCollection<string> Headers(string status) =>
            Response(status) is { } response && response.TryGetProperty("headers", out var headers) ? [.. headers.EnumerateObject().Select(h => h.Name)] : [];

        public HttpRequestMessage Request(string? accessToken = null, string? contentType = null)
        {
            var path = string.Join('/', Path.Split('/').Select(part => part.StartsWith('{') ? JsonEndpoint.Id : part));
            var request = new HttpRequestMessage(new HttpMethod(Method), path);
            if (ContentType is not null)
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType ?? ContentType);
            }

            if (accessToken is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
            return request;
        }

        private JsonElement? Response(string status)
        {
            if (!Body.GetProperty("responses").TryGetProperty(status, out var response))
                return null;
            return response.TryGetProperty("$ref", out var shared) ? Components.GetProperty("responses").GetProperty(shared.GetString()!.Split('/')[^1]) : response;
        }
    }
}
