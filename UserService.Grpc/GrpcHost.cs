using UserService.Core;
using UserService.Core.Configuration;
using UserService.Core.Persistence;
using UserService.Grpc.Calls;
using UserService.Grpc.Services;

namespace UserService.Grpc;

/// <summary>What the gRPC server is made of. Tests compose the same host.</summary>
internal static class GrpcHost
{
    /// <summary>The largest request: a batch of 500 ids has 19 KiB, and a token 4 KiB. DESIGN section 3 gives REST the same mebibyte.</summary>
    private const int MaxRequestBytes = 1024 * 1024;

    public static void AddGrpcHost(this WebApplicationBuilder builder)
    {
        builder.AddHttp2();
        builder.AddServiceDefaults("user-service-grpc");

        // A caller has a deadline and repeats by itself: better a quick UNAVAILABLE than half a minute of retries that it does not wait for.
        builder.AddNpgsqlDbContext<UserDbContext>(UserStore.ConnectionName, settings =>
        {
            settings.ConnectionString = UserStore.Tuned(settings.ConnectionString, DatabasePatience.OfRequests);
            settings.DisableRetry = true;
        }, UserStore.Configure);
        builder.AddRedisClient("cache");
        builder.Services.AddUserCore(DatabasePatience.OfRequests);
        builder.Services.RequireServers();
        builder.Services.AddChangeTracking();
        builder.Services.AddCalls();
        builder.AddClientAuthority();
        builder.AddProbes();
    }

    public static void MapGrpcHost(this WebApplication app)
    {
        app.UseCallDeadlines();
        app.UseMalformedRequests();
        app.MapDefaultEndpoints();
        app.MapProbes();
        app.MapGrpcService<UsersEndpoint>();
        app.MapGrpcService<AuthEndpoint>();
        app.MapGrpcService<ProfilesEndpoint>();
    }

    private static void AddCalls(this IServiceCollection services)
    {
        services.AddSingleton<CallProofs>();
        services.AddSingleton<CallerAdmission>();
        services.AddSingleton<FailureTranslator>();

        // Without state of their own: one of each serves all calls.
        services.AddSingleton<CallInterceptor>();
        services.AddSingleton<UsersEndpoint>();
        services.AddSingleton<AuthEndpoint>();
        services.AddSingleton<UserWatch>();
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxRequestBytes;
            options.EnableDetailedErrors = false;
            options.Interceptors.Add<CallInterceptor>();
        });
    }
}
