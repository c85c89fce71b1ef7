using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace UserService.Api.Http;

/// <summary>
/// Section <c>ForwardedHeaders</c>: <c>KnownProxies</c> (addresses) and <c>KnownNetworks</c> (CIDR). Only from these is <c>X-Forwarded-For</c>
/// believed; without any it is never read, since whoever connects could write himself a new address for each attempt.
/// </summary>
internal static class ProxyHeaders
{
    public static void AddProxyHeaders(this IServiceCollection services, IConfiguration configuration)
    {
        var (proxies, networks) = Read(configuration);
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            options.ForwardLimit = null; // as many as are known, one behind the other
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
                options.KnownProxies.Add(proxy);
            foreach (var network in networks)
                options.KnownIPNetworks.Add(network);
        });
    }

    public static void UseProxyHeaders(this WebApplication app)
    {
        var (proxies, networks) = Read(app.Configuration);
        if (proxies.Count + networks.Count > 0)
            app.UseForwardedHeaders();
    }

    private static (List<IPAddress> Proxies, List<System.Net.IPNetwork> Networks) Read(IConfiguration configuration) => (
        [.. Values(configuration, "KnownProxies").Select(IPAddress.Parse)],
        [.. Values(configuration, "KnownNetworks").Select(static text => System.Net.IPNetwork.Parse(text))]);

    // A list in JSON, or one line with commas where it comes from an environment variable.
    private static string[] Values(IConfiguration configuration, string name)
    {
        var section = configuration.GetSection($"ForwardedHeaders:{name}");
        return section.Get<string[]>() is { Length: > 0 } list ? list : section.Value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }
}
