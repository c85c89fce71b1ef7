using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.ServiceDefaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Has_no_tracing_pipeline_where_nobody_collects()
    {
        await using var host = await DefaultsHost.StartAsync(builder => DefaultsHost.AddClients(builder, 1, 1, 1));

        Assert.Null(host.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task Sends_traces_to_the_collector_but_none_of_a_probe()
    {
        await using var collector = await Collector.StartAsync();
        await using (var host = await DefaultsHost.StartAsync(settings: new()
        {
            ["urls"] = "http://127.0.0.1:{main}",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }))
        {
            await host.Client.GetAsync(host.Main("/healthz/ready"));
            await host.Client.GetAsync(host.Main("/page"));
        }

        // The host has sent what it had when it stopped, in as many posts as it liked.
        var spans = await collector.ReadAsync("/v1/traces", containing: "/page");
        Assert.Contains("user-service-test", spans, StringComparison.Ordinal);

        // A path by itself is of the host; within an address it is of another test's client, for HTTP clients are traced in the whole process.
        Assert.DoesNotMatch(@"(?<!\w)/healthz", collector.All);
    }

    [Fact]
    public async Task Reports_an_error_to_sentry_without_what_it_says_about_a_person()
    {
        await using var sentry = await Collector.StartAsync();
        await using var host = await DefaultsHost.StartAsync(settings: new()
        {
            ["urls"] = "http://127.0.0.1:{main}",
            ["SENTRY_DSN"] = sentry.Dsn,
        });
        using var body = new StringContent("""{"password":"correct horse"}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Main("/fail?email=grace%40example.com")) { Content = body };
        request.Headers.Add("Authorization", "Bearer a.b.c");
        request.Headers.Add("Cookie", "session=s3cr3t");

        using var response = await host.Client.SendAsync(request);
        var report = await sentry.ReadAsync("/api/42/envelope/", containing: "InvalidOperationException");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("01890a5d-ac96-774b-bcce-b302099a8057", report, StringComparison.Ordinal);
        Assert.Contains("user-service-test@", report, StringComparison.Ordinal);
        // The machine's name as a whole value: one as short as "vm" may be part of an id.
        foreach (var leak in (string[])["ada.lovelace", "0123456789", "abc.def", "grace", "correct horse", "a.b.c", "s3cr3t", "server_name", $"\"{Environment.MachineName}\""])
            Assert.DoesNotContain(leak, report, StringComparison.OrdinalIgnoreCase);
    }
}
