using Banking.Users.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserService.Grpc;

namespace UserService.Tests.Integration.Grpc;

/// <summary>The real gRPC host on real Kestrel, on a free port, with a channel to it.</summary>
internal sealed class RunningGrpcHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningGrpcHost(WebApplication app)
    {
        this.app = app;
        Channel = GrpcChannel.ForAddress(app.Urls.Single());
    }

    public GrpcChannel Channel { get; }

    public IServiceProvider Services => app.Services;

    public string Address => app.Urls.Single();

    public Users.UsersClient Users => new(Channel);

    public Auth.AuthClient Auth => new(Channel);

    public Profiles.ProfilesClient Profiles => new(Channel);

    public Health.HealthClient Health => new(Channel);

    public static async Task<RunningGrpcHost> StartAsync(GrpcHostSettings settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = settings.Environment });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["ConnectionStrings:userdb"] = settings.Database,
            ["ConnectionStrings:cache"] = settings.Redis,
            ["Protection:MasterKey"] = "a master key for tests of 32 characters and more",
            ["Tokens:Issuer"] = "https://id.bank.example",
            ["Links:BaseUrl"] = "https://app.bank.example",
            ["Throttling:IdentifierKey"] = Convert.ToBase64String(new byte[32]),
        });
        builder.Configuration.AddInMemoryCollection(settings.More);
        builder.Logging.ClearProviders();
        if (settings.Logs is not null)
            builder.Logging.AddProvider(settings.Logs);
        builder.AddGrpcHost();
        if (settings.Time is not null)
            builder.Services.AddSingleton(settings.Time);
        var app = builder.Build();
        app.MapGrpcHost();
        await app.StartAsync();
        return new RunningGrpcHost(app);
    }

    /// <summary>The metadata that carries a service's token.</summary>
    public static Metadata As(string token) => new() { { "authorization", $"Bearer {token}" } };

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>How a host under test differs from the next.</summary>
internal sealed record GrpcHostSettings(string Database, string Redis)
{
    public string Environment { get; init; } = "Production";

    public TimeProvider? Time { get; init; }

    /// <summary>Where its logs go; nowhere without it.</summary>
    public ILoggerProvider? Logs { get; init; }

    public Dictionary<string, string?> More { get; init; } = [];
}
