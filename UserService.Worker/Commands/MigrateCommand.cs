using UserService.Core.Authentication.Clients;
using UserService.Core.Persistence;

namespace UserService.Worker.Commands;

/// <summary><c>worker migrate</c>: schema, partitions, keys, and in Development the client that DevHost and AppHost show.</summary>
internal sealed class MigrateCommand(IDatabaseMigrator migrator, IClientService clients, IConfiguration configuration, IHostEnvironment environment)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var applied = await migrator.MigrateAsync(ct);
        foreach (var migration in applied)
            Console.WriteLine($"applied {migration}");
        if (applied.Count == 0)
            Console.WriteLine("the database is up to date");
        await AddDevelopmentClientAsync(ct);
        return 0;
    }

    // Aspire hands the secret in as a parameter; DevHost makes the client with `worker clients add` instead.
    private async Task AddDevelopmentClientAsync(CancellationToken ct)
    {
        if (environment.IsDevelopment() && configuration["DevelopmentClient:Secret"] is { Length: > 0 } secret)
            await clients.AddAsync("development", [.. ServiceScopes.All], secret, ct);
    }
}
