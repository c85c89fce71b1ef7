using System.Net.Http.Json;
using System.Security.Cryptography;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Messaging;

[Collection(OtherServersCollection.Name)]
public sealed class EventTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Events_are_CloudEvents_with_ids_only()
    {
        var customer = await stack.CreateCustomerAsync();

        var registered = await stack.Events.WaitForAsync("user.registered.v1", customer.Id);

        registered.Json.ShouldHaveExactly(
            "specversion:string", "id:uuid", "type:string", "source:string", "subject:uuid", "time:string", "datacontenttype:string", "sequence:string",
            "traceparent:string", "data:object");
        Assert.Equal("1.0", registered.Json.GetProperty("specversion").GetString());
        Assert.Equal("/user-service", registered.Json.GetProperty("source").GetString());
        Assert.Equal("application/json", registered.Json.GetProperty("datacontenttype").GetString());
        Assert.True(registered.Json.GetProperty("time").TryGetDateTimeOffset(out var at) && (stack.Clock.GetUtcNow() - at).Duration() < TimeSpan.FromMinutes(1));
        registered.Data.ShouldHaveExactly("userId:uuid", "country:string");
        Assert.Equal("user.registered.v1", registered.RoutingKey);
        Assert.Equal("application/cloudevents+json; charset=utf-8", registered.Properties.ContentType);
        Assert.Equal(registered.Id, registered.Properties.MessageId);
        Assert.True(registered.Properties.Persistent);
        var login = await stack.Events.WaitForAsync("auth.login_succeeded.v1", customer.Id);
        login.Data.ShouldHaveExactly("userId:uuid", "sessionId:uuid", "deviceId:uuid", "amr:array", "acr:string", "newDevice:boolean");
        Assert.True(login.Data.GetProperty("newDevice").GetBoolean());
        (await stack.Events.WaitForAsync("user.email_verified.v1", customer.Id)).Data.ShouldHaveExactly("userId:uuid");
        (await stack.Events.WaitForAsync("auth.device_added.v1", customer.Id)).Data.ShouldHaveExactly("userId:uuid", "deviceId:uuid");
    }

    [Fact]
    public async Task Events_of_a_user_are_numbered_without_gaps_and_come_in_order()
    {
        var customer = await stack.CreateCustomerAsync();
        for (var i = 0; i < 5; i++)
            (await customer.PatchProfileAsync($$"""{"displayName":"Countess {{i}}"}""", $"\"{i + 1}\"")).Dispose();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => customer.LoginAsync()));

        var events = await stack.Events.WaitForAsync(customer.Id, all => all.Count >= 14, "fourteenth event");

        Assert.Equal(Enumerable.Range(1, 14).Select(n => (long)n), events.Select(e => e.Sequence));
        Assert.Equal(events.Count, events.Select(e => e.Id).Distinct().Count());
        Assert.Equal(
            Enumerable.Range(2, 5), events.Where(e => e.Type == "user.profile_updated.v1").Select(e => e.Data.GetProperty("revision").GetInt32()));
    }

    [Fact]
    public async Task An_event_goes_on_with_the_trace_of_the_request_that_caused_it()
    {
        var trace = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var registration = new Registration(Stack.NewAddress(), "violet-Kestrel-42x");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/register") { Content = JsonContent.Create(registration.Body) };
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var response = await stack.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var userId = await stack.QueryAsync<Guid>("SELECT id FROM users WHERE email = $1", registration.Email);

        var registered = await stack.Events.WaitForAsync("user.registered.v1", userId);

        Assert.StartsWith($"00-{trace}-", registered.TraceParent, StringComparison.Ordinal);
        Assert.Equal(registered.TraceParent, registered.Json.GetProperty("traceparent").GetString());
        Assert.StartsWith($"00-{trace}-", await stack.QueryAsync<string>("SELECT trace_parent FROM notifications WHERE user_id = $1", userId), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_workers_publish_each_event_once_and_keep_each_users_order()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        await own.StartWorkerAsync();
        var customers = new List<Customer>();
        for (var i = 0; i < 4; i++)
            customers.Add(await own.CreateCustomerAsync());

        for (var i = 0; i < 15; i++)
        {
            var logins = await Task.WhenAll(customers.Select(c => c.LoginAsync()));
            Assert.All(logins, login => Assert.True(login.IsSuccessStatusCode));
        }

        foreach (var customer in customers)
        {
            var events = await own.Events.WaitForAsync(customer.Id, all => all.Count >= 19, "nineteenth event");
            Assert.Equal(Enumerable.Range(1, 19).Select(n => (long)n), events.Select(e => e.Sequence));
        }

        Assert.Equal(0, await own.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE sent_at IS NULL"));
    }

    [Fact]
    public async Task An_event_is_in_the_queue_within_a_fraction_of_a_second_of_its_commit()
    {
        var customer = await stack.CreateCustomerAsync();
        await stack.Events.WaitForAsync("auth.login_succeeded.v1", customer.Id); // from here on a mere poll would come a second after the event before
        var quickest = TimeSpan.MaxValue;
        for (var login = 2; login <= 4; login++)
        {
            var started = TimeProvider.System.GetTimestamp();
            (await customer.LoginAsync()).Dispose();
            await stack.Events.WaitForAsync(customer.Id, all => all.Count(e => e.Type == "auth.login_succeeded.v1") >= login, $"login {login}");
            var took = TimeProvider.System.GetElapsedTime(started);
            quickest = took < quickest ? took : quickest;
        }

        // Woken by the database, not by the poll every second. A loaded machine may miss it once, an event that waits for the poll misses it always.
        Assert.True(quickest < TimeSpan.FromMilliseconds(900), $"In the queue only after {quickest}.");
    }
}
