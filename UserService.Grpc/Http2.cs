using Microsoft.Extensions.Configuration.Memory;

namespace UserService.Grpc;

/// <summary>How the server listens unless it is configured otherwise: HTTP/2 alone, without TLS (a mesh adds it), on port 8081.</summary>
internal static class Http2
{
    private const string DefaultUrl = "http://localhost:8081";

    private static readonly string[] Addresses =
        [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    public static void AddHttp2(this WebApplicationBuilder builder)
    {
        var defaults = new Dictionary<string, string?>
        {
            // Without TLS nothing negotiates the version, so one has to be agreed on. The management port has its own.
            ["Kestrel:EndpointDefaults:Protocols"] = "Http2",

            // The library writes each refused call with its stack at Information; what matters is logged by FailureTranslator.
            ["Logging:LogLevel:Grpc"] = "Warning",
        };
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });

        if (Addresses.All(key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            builder.WebHost.UseUrls(DefaultUrl);
    }
}
