using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UserService.Grpc;

/// <summary>The standard services that need no token: <c>grpc.health.v1.Health</c>, and reflection where it is wanted.</summary>
internal static class Probes
{
    /// <summary>Whether reflection is offered; without it, in Development only.</summary>
    private const string ReflectionKey = "Grpc:Reflection";

    /// <summary>As long as one check may take (ServiceDefaults): a dead database is known within four seconds.</summary>
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    /// <summary>What can be asked about: the server as a whole, and each service, which are as well as the server is.</summary>
    private static readonly string[] Services = ["", "banking.users.v1.Users", "banking.users.v1.Auth", "banking.users.v1.Profiles"];

    public static void AddProbes(this WebApplicationBuilder builder)
    {
        builder.Services.AddGrpcHealthChecks(static options =>
        {
            // Anybody may ask, so asking must cost the database nothing: the answer is that of the last round of checks.
            options.UseHealthChecksCache = true;
            foreach (var service in Services)
                options.Services.Map(service, static _ => true);
        });
        builder.Services.Configure<HealthCheckPublisherOptions>(static options =>
        {
            options.Delay = TimeSpan.Zero;
            options.Period = CheckEvery;
        });
        if (builder.OffersReflection())
            builder.Services.AddGrpcReflection();
    }

    public static void MapProbes(this WebApplication app)
    {
        app.MapGrpcHealthChecksService().AllowAnonymous();
        if (OffersReflection(app.Configuration, app.Environment))
            app.MapGrpcReflectionService().AllowAnonymous();
    }

    private static bool OffersReflection(this WebApplicationBuilder builder) => OffersReflection(builder.Configuration, builder.Environment);

    private static bool OffersReflection(IConfiguration configuration, IHostEnvironment environment) =>
        configuration.GetValue(ReflectionKey, environment.IsDevelopment());
}
