using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using UserService.DevHost.Servers;

namespace UserService.Tests.Integration.ServiceDefaults;

public sealed class ManagementPortTests
{
    [Fact]
    public async Task Serves_metrics_on_the_management_port_only()
    {
        await using var host = await DefaultsHost.StartAsync();
        await host.Client.GetAsync(host.Main("/page"));

        using var scraped = await host.Client.GetAsync(host.Management("/metrics"));
        using var refused = await host.Client.GetAsync(host.Main("/metrics"));

        Assert.Equal(HttpStatusCode.OK, scraped.StatusCode);
        Assert.Contains("http_server_request_duration_seconds", await scraped.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Does_not_believe_a_host_header_that_names_the_management_port()
    {
        await using var host = await DefaultsHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Main("/metrics"));
        request.Headers.Host = $"127.0.0.1:{host.ManagementPort}";

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Serves_the_application_on_the_main_port_only()
    {
        await using var host = await DefaultsHost.StartAsync();

        using var served = await host.Client.GetAsync(host.Main("/page"));
        using var refused = await host.Client.GetAsync(host.Management("/page"));

        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task The_program_itself_is_the_health_check_of_a_container_without_a_shell()
    {
        await using var host = await DefaultsHost.StartAsync();

        Assert.Equal(0, await AskAsync(host.ManagementPort));
        Assert.Equal(1, await AskAsync(FreePorts.Take()));

        static async Task<int> AskAsync(int port)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(UserService.Api.ApiHost).Assembly.Location, HealthQuestion.Argument])
            {
                Environment = { ["Management__Port"] = port.ToString(CultureInfo.InvariantCulture) },
            })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Answers_health_on_both_ports(string path)
    {
        await using var host = await DefaultsHost.StartAsync();

        foreach (var address in new[] { host.Main(path), host.Management(path) })
        {
            using var response = await host.Client.GetAsync(address);
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("Healthy", body.RootElement.GetProperty("status").GetString());
        }
    }

    [Theory]
    [InlineData("Development", HttpStatusCode.OK)]
    [InlineData("Production", HttpStatusCode.NotFound)]
    public async Task Without_a_management_port_serves_metrics_in_development_only(string environment, HttpStatusCode expected)
    {
        await using var host = await DefaultsHost.StartAsync(
            settings: new() { ["urls"] = "http://127.0.0.1:{main}" }, environment: environment);

        using var response = await host.Client.GetAsync(host.Main("/metrics"));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Stands_beside_an_endpoint_that_speaks_http2_only()
    {
        await using var host = await DefaultsHost.StartAsync(settings: new()
        {
            ["urls"] = "http://127.0.0.1:{main}",
            ["Management:Port"] = "{management}",
            ["Kestrel:EndpointDefaults:Protocols"] = "Http2",
        });
        using var http2 = new HttpRequestMessage(HttpMethod.Get, host.Main("/page"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var page = await host.Client.SendAsync(http2);
        using var ready = await host.Client.GetAsync(host.Management("/healthz/ready"));

        Assert.Equal("HTTP/2", await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        // The main endpoint refuses HTTP/1.1, which shows that the management endpoint has its own protocol.
        using var http1 = await host.Client.GetAsync(host.Main("/page"));
        Assert.Equal(HttpStatusCode.BadRequest, http1.StatusCode);
    }

    [Fact]
    public async Task Stands_beside_an_endpoint_for_http2_that_kestrels_own_section_names()
    {
        await using var host = await DefaultsHost.StartAsync(settings: new()
        {
            ["Kestrel:Endpoints:Grpc:Url"] = "http://127.0.0.1:{main}",
            ["Kestrel:Endpoints:Grpc:Protocols"] = "Http2",
            ["Management:Port"] = "{management}",
        });
        using var http2 = new HttpRequestMessage(HttpMethod.Get, host.Main("/page"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var page = await host.Client.SendAsync(http2);
        using var metrics = await host.Client.GetAsync(host.Management("/metrics"));

        Assert.Equal("HTTP/2", await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
        Assert.Equal(2, host.Addresses.Count());
    }

    [Fact]
    public async Task Keeps_the_ports_that_a_container_image_sets()
    {
        await using var host = await DefaultsHost.StartAsync(
            settings: new() { ["HTTP_PORTS"] = "{main}", ["Management:Port"] = "{management}" });

        using var page = await host.Client.GetAsync(host.Main("/page"));
        using var live = await host.Client.GetAsync(host.Management("/healthz/live"));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("ninety")]
    public void Refuses_a_management_port_that_is_none(string port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Management:Port"] = port;

        var refusal = Assert.Throws<OptionsValidationException>(() => builder.AddServiceDefaults("user-service-test"));

        Assert.Contains("Management:Port", refusal.Message, StringComparison.Ordinal);
    }
}
