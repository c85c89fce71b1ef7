using UserService.DevHost.Servers;

namespace UserService.DevHost;

/// <summary>The configuration the hosts get, as environment variables. What the user set wins, except for where the private servers are.</summary>
internal sealed class HostEnvironment(Settings settings, DevFolder folder, int sandboxPort = HostEnvironment.UsualSandboxPort)
{
    /// <summary>Where the platform's other services are played, if the port is free.</summary>
    public const int UsualSandboxPort = 8090;

    public Dictionary<string, string> ForSetup(PostgresServer postgres) => new(settings.All, StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["DOTNET_ENVIRONMENT"] = "Development",
        ["ConnectionStrings__userdb"] = postgres.ConnectionString,
        ["Protection__KeyFile"] = settings["Protection__KeyFile"] ?? folder.MasterKey,
        ["Tokens__Issuer"] = settings["Tokens__Issuer"] ?? $"http://localhost:{settings.ApiPort}",
        ["Storage__Local__Folder"] = settings["Storage__Local__Folder"] ?? folder.Storage,
    };

    public Dictionary<string, string> ForSetup(PrivateServers servers) => new(ForSetup(servers.Postgres))
    {
        ["ConnectionStrings__cache"] = servers.Redis.ConnectionString,
        ["ConnectionStrings__messaging"] = servers.RabbitMq.ConnectionString,
    };

    /// <summary>For a host that listens at <paramref name="urls"/>; null where it has no callers.</summary>
    public Dictionary<string, string> ForHost(PrivateServers servers, string? urls, int managementPort, string? telemetryEndpoint)
    {
        var values = new Dictionary<string, string>(ForSetup(servers)) { ["Management__Port"] = $"{managementPort}" };

        // The platform's other services: the sandbox, unless the user has real ones.
        foreach (var service in (string[])["Kyc", "Notifications", "Audit"])
            values[$"Platform__{service}__Address"] = settings[$"Platform__{service}__Address"] ?? $"http://localhost:{sandboxPort}";
        values["Sandbox__GrpcPort"] = $"{sandboxPort}";
        values["Sandbox__ControlPort"] = settings["Sandbox__ControlPort"] ?? $"{FreePorts.TakeNear(sandboxPort + 1)}";
        values["Sandbox__Jwks"] = $"http://localhost:{settings.ApiPort}/.well-known/jwks.json";

        // Empty is unset: an address inherited from the user's shell is not the one that is announced.
        values["ASPNETCORE_URLS"] = urls ?? "";
        if (telemetryEndpoint is not null)
        {
            values["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetryEndpoint;
        }

        return values;
    }
}
