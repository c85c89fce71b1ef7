using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class RequestLimitTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Sign_ins_from_one_address_are_limited_over_all_hosts_and_told_where_they_stand()
    {
        await using var stack = await StartAsync(("RateLimits:Auth:Limit", "10"), ("RateLimits:Auth:Window", "01:00:00"), ("ForwardedHeaders:KnownProxies", "127.0.0.1"));
        using var replica = await stack.StartReplicaAsync();
        var address = NewAddress();

        for (var i = 0; i < 10; i++)
        {
            using var allowed = await LoginAsync(i % 2 == 0 ? stack.Client : replica, address);
            Assert.Equal(HttpStatusCode.Unauthorized, allowed.StatusCode);
            Assert.Equal("\"auth\";q=10;w=3600", Header(allowed, "RateLimit-Policy"));
            Assert.StartsWith($"\"auth\";r={9 - i};t=", Header(allowed, "RateLimit"), StringComparison.Ordinal);
        }

        using var refused = await LoginAsync(stack.Client, address);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.StartsWith("\"auth\";r=0;t=", Header(refused, "RateLimit"), StringComparison.Ordinal);
        using var neighbour = await LoginAsync(stack.Client, NewAddress());
        Assert.Equal(HttpStatusCode.Unauthorized, neighbour.StatusCode);
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_count_as_one()
    {
        await using var stack = await StartAsync(("RateLimits:Auth:Limit", "2"), ("RateLimits:Auth:Window", "01:00:00"), ("ForwardedHeaders:KnownNetworks", "127.0.0.0/8"));
        var network = $"2001:db8:{RandomNumberGenerator.GetHexString(4)}:{RandomNumberGenerator.GetHexString(4)}";

        var answers = new[] { await LoginAsync(stack.Client, $"{network}::1"), await LoginAsync(stack.Client, $"{network}:1:2:3:4"), await LoginAsync(stack.Client, $"{network}:ffff::") };

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], answers.Select(a => a.StatusCode));
    }

    [Fact]
    public async Task A_forwarded_address_is_believed_from_known_proxies_only()
    {
        await using var trusting = await StartAsync(("ForwardedHeaders:KnownProxies:0", "127.0.0.1"));
        await using var wary = await StartAsync(("ForwardedHeaders:KnownProxies:0", "192.0.2.1"));
        await using var plain = await StartAsync();
        var address = NewAddress();

        Assert.Equal(address, await RecordedAddressAsync(trusting, address));
        Assert.Equal("127.0.0.1", await RecordedAddressAsync(wary, address));
        Assert.Equal("127.0.0.1", await RecordedAddressAsync(plain, address));
    }

    [Fact]
    public async Task Each_user_has_a_limit_that_is_shared_by_all_hosts()
    {
        await using var stack = await StartAsync(("RateLimits:User:Limit", "100"), ("RateLimits:User:Window", "01:00:00"));
        var (ada, eve) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        using var replica = await stack.StartReplicaAsync(ada.AccessToken);

        var allowed = 0;
        for (var i = 0; i < 150; i++)
        {
            using var response = await (i % 2 == 0 ? ada.Client : replica).GetAsync("/v1/profile");
            allowed += response.StatusCode is HttpStatusCode.OK ? 1 : 0;
            Assert.Equal("\"user\";q=100;w=3600", Header(response, "RateLimit-Policy"));
        }

        using var refused = await ada.Client.GetAsync("/v1/profile");
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.InRange(allowed, 85, 110); // a twentieth more for each of the two hosts; whole slices run out a little early
        using var other = await eve.Client.GetAsync("/v1/profile");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal("99", Header(other, "RateLimit").Split("r=")[1].Split(';')[0]);
    }

    [Fact]
    public async Task Whoever_has_no_good_token_is_limited_by_address()
    {
        await using var stack = await StartAsync(("RateLimits:Auth:Limit", "3"), ("RateLimits:Auth:Window", "01:00:00"), ("ForwardedHeaders:KnownProxies", "127.0.0.1"));
        using var client = stack.NewClient("junk");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", NewAddress());

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
            answers.Add((await client.GetAsync("/v1/profile")).StatusCode);

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], answers);
    }

    [Fact]
    public async Task Clients_of_OAuth_are_told_in_the_shape_that_they_read()
    {
        await using var stack = await StartAsync(("RateLimits:OAuth:Limit", "1"), ("RateLimits:OAuth:Window", "01:00:00"), ("ForwardedHeaders:KnownProxies", "127.0.0.1"));
        using var client = stack.NewClient("junk");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", NewAddress());

        // One of the limit, and one that is free for the host.
        for (var i = 0; i < 2; i++)
            await OAuthTests.ShouldRefuseAsync(await client.PostAsync("/oauth/token", new FormUrlEncodedContent([])), HttpStatusCode.BadRequest, "invalid_request");
        using var refused = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([]));

        await OAuthTests.ShouldRefuseAsync(refused, HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task Can_be_switched_off()
    {
        await using var stack = await StartAsync(("RateLimits:Auth:Limit", "1"), ("RateLimits:Enabled", "false"));

        for (var i = 0; i < 3; i++)
        {
            using var response = await LoginAsync(stack.Client, NewAddress());
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.False(response.Headers.Contains("RateLimit"));
        }
    }

    // All stacks share one Redis: each test has an address of its own.
    private static string NewAddress() =>
        string.Create(CultureInfo.InvariantCulture, $"10.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(1, 255)}");

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private static async Task<HttpResponseMessage> LoginAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/login")
        {
            Content = JsonContent.Create(new { identifier = Stack.NewAddress(), password = "wrong-Kestrel-42x" }),
        };
        request.Headers.Add("X-Forwarded-For", address);
        return await client.SendAsync(request);
    }

    private static async Task<string> RecordedAddressAsync(Stack stack, string address)
    {
        (await LoginAsync(stack.Client, address)).Dispose();
        return await stack.QueryAsync<string>("SELECT address FROM audit_entries WHERE action = 'auth.login_failed' ORDER BY occurred_at DESC LIMIT 1");
    }

    private Task<Stack> StartAsync(params (string Key, string Value)[] settings)
    {
        var options = new StackOptions { Settings = { ["RateLimits:Enabled"] = "true" } };
        foreach (var (key, value) in settings)
            options.Settings[key] = value;
        return fixture.StartAsync(options);
    }
}
