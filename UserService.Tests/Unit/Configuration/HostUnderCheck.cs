using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using UserService.Api;
using UserService.Core.Configuration;
using UserService.Grpc;
using UserService.Worker;

namespace UserService.Tests.Unit.Configuration;

/// <summary>A host that is composed and checked, and not started: no server is needed.</summary>
internal static class HostUnderCheck
{
    public static readonly IReadOnlyDictionary<string, Action<WebApplicationBuilder>> Hosts = new Dictionary<string, Action<WebApplicationBuilder>>
    {
        ["Api"] = ApiHost.AddApi,
        ["Grpc"] = GrpcHost.AddGrpcHost,
        ["Worker"] = WorkerHost.AddWorker,
    };

    /// <summary>What an installation must set, and no more.</summary>
    public static readonly IReadOnlyDictionary<string, string?> Complete = new Dictionary<string, string?>
    {
        ["ConnectionStrings:userdb"] = "Host=127.0.0.1;Port=1;Database=userdb;Username=userservice;Password=QmFzZQ",
        ["ConnectionStrings:cache"] = "127.0.0.1:1,password=QmFzZQ",
        ["ConnectionStrings:messaging"] = "amqp://userservice:QmFzZQ@127.0.0.1:1/",
        ["Protection:MasterKey"] = "q8Jm2vYw4tRz6uKx9bNc1dFg3hLp5sVa7eZo0iTyUrE=",
        ["Throttling:IdentifierKey"] = "q8Jm2vYw4tRz6uKx9bNc1dFg3hLp5sVa7eZo0iTyUrE=",
        ["Tokens:Issuer"] = "https://id.bank.example",
        ["Links:BaseUrl"] = "https://app.bank.example",
    };

    /// <summary>Builds the host and checks its configuration, as its program does; gives the lines that it would write.</summary>
    public static IReadOnlyList<string> Faults(string host, string environment, params (string Key, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Complete);
        foreach (var (key, value) in changes)
        {
            settings.Remove(key);
            if (value is not null)
                settings[key] = value;
        }

        try
        {
            var builder = Builder(host, environment, settings);
            using var app = (IDisposable)builder.Build();
            ((WebApplication)app).Services.CheckConfiguration();
            return [];
        }
        catch (Exception e) when (ConfigurationFaults.Explain(e) is { Count: > 0 })
        {
            return ConfigurationFaults.Explain(e);
        }
    }

    public static WebApplicationBuilder Builder(string host, string environment, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = $"UserService.{host}", EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        Hosts[host](builder);
        return builder;
    }
}
