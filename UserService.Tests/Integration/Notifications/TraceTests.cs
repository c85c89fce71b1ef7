using System.Net.Http.Json;
using System.Security.Cryptography;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Notifications;

[Collection(OtherServersCollection.Name)]
public sealed class TraceTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task One_trace_leads_from_the_request_through_the_event_and_the_Worker_to_the_partner()
    {
        await using var collector = await Collector.StartAsync();
        await using var sendGrid = await FakeProvider.StartAsync();
        sendGrid.Answer = static _ => new ProviderAnswer(202, "");
        await using var stack = await fixture.StartAsync(new StackOptions
        {
            Settings = new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["SendGrid:BaseUrl"] = sendGrid.Address, ["SendGrid:ApiKey"] = "SG.secret", ["SendGrid:FromAddress"] = "bank@bank.example",
            },
        });
        var trace = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var registration = new Registration(Stack.NewAddress(), "violet-Kestrel-42x");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/register") { Content = JsonContent.Create(registration.Body) };
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");

        using var response = await stack.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var userId = await stack.QueryAsync<Guid>("SELECT id FROM users WHERE email = $1", registration.Email);
        var registered = await stack.Events.WaitForAsync("user.registered.v1", userId);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (sendGrid.Requests.Count == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);

        string?[] steps = ["00f067aa0ba902b7", StepOf(registered.TraceParent), StepOf(sendGrid.Requests[0].Headers.GetValueOrDefault("traceparent"))];
        Assert.Equal(3, steps.Distinct().Count()); // each a span of its own

        string StepOf(string? traceParent)
        {
            Assert.StartsWith($"00-{trace}-", traceParent, StringComparison.Ordinal);
            return traceParent!.Split('-')[2];
        }
    }
}
