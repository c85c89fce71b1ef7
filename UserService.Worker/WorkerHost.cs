using UserService.Core;
using UserService.Core.Configuration;
using UserService.Core.Persistence;
using UserService.Worker.Commands;

namespace UserService.Worker;

/// <summary>What the Worker is made of: everything that happens after an answer was given.</summary>
internal static class WorkerHost
{
    public static void AddWorker(this WebApplicationBuilder builder)
    {
        // Serves nothing but health and metrics: without an address of its own it takes any free port, not Kestrel's 5000.
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("user-service-worker");
        builder.AddNpgsqlDbContext<UserDbContext>(
            UserStore.ConnectionName, settings => settings.ConnectionString = UserStore.Tuned(settings.ConnectionString, DatabasePatience.OfWork), UserStore.Configure);
        builder.AddRedisClient("cache");

        // The broker may be away when the Worker starts: events wait in the outbox until it is there.
        builder.AddRabbitMQClient("messaging", settings => settings.DisableAutoActivation = true);
        builder.Services.AddUserCore(DatabasePatience.OfWork);
        builder.Services.RequireServers().RequireBroker();
        builder.Services.AddBackgroundWork(builder.Configuration);
        builder.Services.AddScoped<MigrateCommand>();
        builder.Services.AddScoped<KeysCommand>();
        builder.Services.AddScoped<ClientsCommand>();
        builder.Services.AddScoped<AdminCommand>();
        builder.Services.AddScoped<AuditCommand>();
        builder.Services.AddScoped<SeedCommand>();
        builder.Services.AddScoped<DoctorCommand>();
    }
}
