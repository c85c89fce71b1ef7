using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace UserService.ServiceDefaults.Management;

/// <summary>
/// A second listener, for machines: <c>Management:Port</c> (1 to 65535; unset: none). It speaks HTTP/1.1 whatever the main
/// endpoint speaks, because Prometheus and kubelets do.
/// </summary>
internal static class ManagementPort
{
    private const string Key = "Management:Port";
    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>Kestrel's own address where nothing is configured.</summary>
    private const string DefaultUrl = "http://localhost:5000";

    public static void AddManagementPort(this WebApplicationBuilder builder)
    {
        var port = Read(builder.Configuration);
        builder.Services.AddSingleton<IStartupFilter>(new ManagementGate(port));
        if (port is null)
            return;

        // A Listen in code, or any configured Kestrel endpoint, makes Kestrel ignore ASPNETCORE_URLS. So the addresses of the
        // host become named endpoints of the configuration too, where each can have its own protocols.
        var settings = new Dictionary<string, string?>
        {
            [$"{Endpoints}:Management:Url"] = string.Create(CultureInfo.InvariantCulture, $"http://*:{port}"),
            [$"{Endpoints}:Management:Protocols"] = "Http1",
        };
        if (!builder.Configuration.GetSection(Endpoints).GetChildren().Any())
        {
            foreach (var (index, url) in MainUrls(builder.Configuration).Index())
                settings[string.Create(CultureInfo.InvariantCulture, $"{Endpoints}:Main{index}:Url")] = url;

            // Taken over above; left in place, Kestrel would warn at each start that it overrides them.
            settings[WebHostDefaults.ServerUrlsKey] = "";
            settings[WebHostDefaults.HttpPortsKey] = "";
            settings[WebHostDefaults.HttpsPortsKey] = "";
        }

        builder.Configuration.AddInMemoryCollection(settings);
    }

    public static int? Read(IConfiguration configuration)
    {
        var text = configuration[Key];
        if (string.IsNullOrWhiteSpace(text))
            return null;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new OptionsValidationException(Key, typeof(ManagementPort), [$"{Key} is no TCP port from 1 to 65535; for example Management__Port=9090"]);
    }

    /// <summary>The addresses Kestrel would have taken, in its own order of precedence: urls, then ports, then its default.</summary>
    private static string[] MainUrls(ConfigurationManager configuration)
    {
        var urls = Split(configuration[WebHostDefaults.ServerUrlsKey]);
        if (urls.Length > 0)
            return urls;

        string[] ports =
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(static port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(static port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? ports : [DefaultUrl];
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
