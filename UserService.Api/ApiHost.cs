using UserService.Api.Endpoints;
using UserService.Api.Http;
using UserService.Core;
using UserService.Core.Configuration;
using UserService.Core.Persistence;

namespace UserService.Api;

/// <summary>What the REST host is made of. Tests compose the same host on a port of their own.</summary>
internal static class ApiHost
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("user-service-api");
        builder.AddNpgsqlDbContext<UserDbContext>(UserStore.ConnectionName, settings => settings.ConnectionString = UserStore.Tuned(settings.ConnectionString), UserStore.Configure);
        builder.AddRedisClient("cache");
        builder.Services.AddUserCore();
        builder.Services.RequireServers();
        builder.Services.AddChangeTracking();
        builder.Services.AddHttp(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HttpSetup.MaxBodySize;
        });
    }

    public static void UseApi(this WebApplication app)
    {
        app.UseHttp();
        app.MapDefaultEndpoints();
        app.MapReference();
        app.MapWellKnown();
        app.MapOAuth();
        app.MapAuth();
        app.MapMfa();
        app.MapStepUp();
        app.MapApprovals();
        app.MapPin();
        app.MapFactors();
        app.MapPasswords();
        app.MapSessions();
        app.MapDevices();
        app.MapProfile();
        app.MapContacts();
        app.MapFreeze();
        app.MapWebhooks();
        app.MapKyc();
        app.MapEntitlements();
        if (app.Environment.IsDevelopment())
            app.MapDevelopment();
    }
}
