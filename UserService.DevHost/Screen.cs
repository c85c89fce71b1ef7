using UserService.DevHost.Servers;

namespace UserService.DevHost;

/// <summary>The one screen that says where everything is and what to try.</summary>
internal static class Screen
{
    public static void Show(Settings settings, PrivateServers servers, Dashboard? dashboard, IReadOnlyList<RunningHost> hosts)
    {
        var api = $"http://localhost:{settings.ApiPort}";
        List<(string Name, string Value)> places =
        [
            ("API", api),
            ("reference", $"{api}/docs"),
            ("gRPC", $"http://localhost:{settings.GrpcPort}"),
            ("dashboard", dashboard?.Url ?? "(not running)"),
            .. hosts.Select(host => ($"{host.Process.Name} health", $"{host.Ready}  metrics: {new Uri(host.Management, "/metrics")}")),
            .. servers.All.Select(server => (server.Name, WithoutPassword(server.ConnectionString))),
        ];
        var list = string.Join('\n', places.Select(place => $"  {place.Name,-15} {place.Value}"));
        Terminal.Say($$"""

            {{Terminal.Bold("The User Service is running.")}} Ctrl-C stops it; data and logs are kept in .dev/ (passwords in .dev/servers/*/password).

            {{list}}

            {{Terminal.Bold("Try")}}
              # register a customer
              curl -s {{api}}/v1/auth/register -H 'content-type: application/json' -d '{"email":"ada@example.com","password":"plum-Anchor-73-violet","firstName":"Ada","lastName":"Obi","country":"NG","acceptedTermsVersion":"1"}'
              # read the mail with the code
              curl -s '{{api}}/dev/messages?to=ada@example.com'
              # get a token for calls to gRPC
              curl -s {{api}}/oauth/token -d grant_type=client_credentials -d client_id=development -d client_secret=$(cat .dev/client-secret)

            """);
    }

    public static void Show(PrivateServers servers) => Terminal.Say(
        $"{Terminal.Bold("The servers are running.")} Ctrl-C stops them. Passwords are in {Path.GetDirectoryName(servers.All[0].Folder)}/*/password.\n"
        + string.Join('\n', servers.All.Select(server => $"  {server.Name,-15} {WithoutPassword(server.ConnectionString)}")));

    /// <summary>A connection string as it may be shown on a screen.</summary>
    public static string WithoutPassword(string connectionString)
    {
        if (Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) && uri.Scheme == "amqp")
        {
            return $"amqp://{uri.UserInfo.Split(':')[0]}@{uri.Authority}{uri.AbsolutePath}";
        }

        var separator = connectionString.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        return string.Join(separator, connectionString.Split(separator).Where(part => !part.StartsWith("password=", StringComparison.OrdinalIgnoreCase)));
    }
}
