using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserService.Sandbox;

namespace UserService.Tests.Fixtures;

/// <summary>The platform's other services, as real gRPC servers on free ports.</summary>
public sealed class RunningSandbox : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningSandbox(WebApplication app) => this.app = app;

    /// <summary>Of all three services; the controls have the other one.</summary>
    public string Address => app.Urls.Last();

    public Faults Faults => app.Services.GetRequiredService<Faults>();

    public Received Received => app.Services.GetRequiredService<Received>();

    /// <param name="rabbitMq">Where its events go; null for none.</param>
    /// <param name="jwks">Keys that tokens have to be signed with; null for any.</param>
    public static async Task<RunningSandbox> StartAsync(string? rabbitMq = null, Uri? jwks = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "UserService.Sandbox", EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sandbox:GrpcPort"] = "0",
            ["Sandbox:ControlPort"] = "0",
            ["Sandbox:EventDelay"] = "00:00:00.050",
            ["Sandbox:Jwks"] = jwks?.ToString(),
            ["ConnectionStrings:messaging"] = rabbitMq,
        });
        builder.Logging.ClearProviders();
        builder.AddSandbox();
        var app = builder.Build();
        app.MapSandbox();
        await app.StartAsync();
        return new RunningSandbox(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token); // calls that hang are cut off
        await app.DisposeAsync();
    }
}
