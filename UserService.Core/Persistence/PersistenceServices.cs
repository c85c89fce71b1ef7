using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Persistence;

internal static class PersistenceServices
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, DatabasePatience patience)
    {
        services.AddDataSources(patience);
        services.AddSingleton<Partitions>();
        services.AddScoped<IDatabaseMigrator, DatabaseMigrator>();
        return services;
    }
}
