using UserService.Api.Endpoints;
using UserService.Api.Endpoints.Admin;
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
        builder.AddNpgsqlDbContext<UserDbContext>(
            UserStore.ConnectionName, settings => settings.ConnectionString = UserStore.Tuned(settings.ConnectionString, DatabasePatience.OfRequests), UserStore.ConfigureForRequests);
        builder.AddRedisClient("cache");
        builder.Services.AddUserCore(DatabasePatience.OfRequests);
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
        app.MapAvatar();
        app.MapFiles();
        app.MapPrivacy();
        app.MapFreeze();
        app.MapSettings();
        app.MapConsents();
        app.MapInbox();
        app.MapAdminCustomers();
        app.MapAdminRequests();
        app.MapAdminRoles();
        app.MapAdminClients();
        app.MapAdminAudit();
        app.MapAdminReviews();
        app.MapAdminDeadLetters();
        app.MapAdminHolds();
        app.MapAdminRestrictions();
        app.MapDeliveryReports();
        app.MapKyc();
        app.MapKycDocuments();
        app.MapEntitlements();
        app.MapBanking();
        app.MapWebhooks();
        if (app.Environment.IsDevelopment())
            app.MapDevelopment();
    }
}
